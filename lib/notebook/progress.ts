import type { Progress } from "@kgen/capture";
import { kernel, slot } from "./kernel.ts";

/** Redraws no more often than this, so that showing progress costs a fast run nothing. */
const PAUSE_MS = 100;

const BAR =
  "display:inline-block;width:16em;height:.7em;vertical-align:middle;background:#8884;border-radius:3px;overflow:hidden";

function html(title: string, p: Progress, done: boolean): string {
  const share = p.steps > 0 ? Math.round((100 * p.step) / p.steps) : 0;
  const fill = `display:block;height:100%;width:${share}%;background:#0072B2`;
  const label = `${title}: ${done ? "done" : p.phase}, step ${p.step} of ${p.steps}, NFE ${p.nfe}`;
  return `<div role="progressbar" aria-valuenow="${share}" aria-label="${title}" style="font-size:90%">` +
    `<span style="${BAR}"><span style="${fill}"></span></span> ${label}</div>`;
}

/**
 * A progress bar in the cell's output that updates in place, to be handed to `capture`. It shows counts and never
 * a clock, so an executed notebook repeats. Outside a notebook it shows nothing; the commands have their own.
 *
 * @param title Short name of the run, such as "Turbo".
 * @returns The callback for `capture`'s `onProgress`.
 *
 * @example
 * ```ts
 * import { progress } from "@kgen/notebook";
 * const onProgress = progress("Turbo");
 * onProgress({ phase: "sample", step: 1, steps: 8, nfe: 1, message: "" });
 * ```
 */
export function progress(title: string): (p: Progress) => void {
  if (kernel() === "none") return () => {};
  const place = slot();
  let drawn = 0;
  let last = Promise.resolve();
  return (p) => {
    const done = p.phase === "done";
    const now = performance.now();
    if (!done && now - drawn < PAUSE_MS) return;
    drawn = now;
    const bundle = {
      "text/html": html(title, p, done),
      "text/plain": `${title}: step ${p.step} of ${p.steps}, NFE ${p.nfe}`,
    };
    // One after the other: a kernel may reorder updates that are under way at the same time.
    last = last.then(() => place.write(bundle)).catch(() => {});
  };
}
