import type { SweepEvent } from "@kgen/sweep";
import { kernel, slot } from "./kernel.ts";
import { bundleOf } from "./show.ts";

/** Redraws no more often than this. */
const PAUSE_MS = 500;

/**
 * How a sweep goes, in the cell's output, updated in place: a bar, what each worker of a fleet does, what failed and why.
 * It shows counts and never a clock. Outside a notebook it shows nothing; the commands have their own.
 *
 * @param title Short name of the sweep.
 * @returns The callback for an executor's `onEvent`.
 *
 * @example
 * ```ts
 * import { sweepProgress } from "@kgen/notebook";
 * import assert from "node:assert/strict";
 *
 * assert.equal(typeof sweepProgress("a night"), "function");
 * ```
 */
export function sweepProgress(title: string): (e: SweepEvent) => void {
  if (kernel() === "none") return () => {};
  const place = slot();
  let drawn = 0;
  let last = Promise.resolve();
  const draw = (text: string) => {
    // One after the other: a kernel may reorder updates that are under way at the same time.
    last = last.then(() => place.write(bundleOf(text))).catch(() => {});
  };
  return (e) => {
    const { done, failed, total } = e;
    const through = done + failed === total;
    const now = performance.now();
    if (!through && now - drawn < PAUSE_MS) return;
    drawn = now;
    const ended = Math.round(20 * (done + failed) / Math.max(1, total));
    const bar = "█".repeat(ended) + "·".repeat(20 - ended);
    if (e.kind === "fleet" && !through) draw(`${title}\n${e.status}`);
    else if (e.kind !== "fleet") {
      draw(`${title}  ${bar}  ${done} done, ${failed} failed of ${total}`);
    }
  };
}
