import type { Figure } from "./figure.ts";
import { describeRun, frameAt, LABELS } from "./film_frame.ts";
import { checkFilm, type FilmRun } from "./film_strip.ts";
import { FAINT } from "./style.ts";
import { finish, label } from "./svg.ts";
import { wrap } from "./words.ts";

/** Settings of {@linkcode filmStrips}. */
export interface FilmStripsOptions {
  /** Frames shown of each run, first and last among them; default 8. */
  columns?: number;
  /** Side of the place for a frame in pixels, default 96. A frame is never enlarged. */
  side?: number;
  title?: string;
}

const MARGIN = 16, GAP = 8;

/**
 * One short film strip for each run, below each other: as many frames as there are columns, evenly spaced from the
 * first step to the last, each with its step, NFE, noise level σ and time t since the sampler began.
 *
 * @throws {FigureError} when a run has no evaluations, or frames but no folder
 *
 * @example
 * ```ts
 * import { filmStrips } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const step = (n: number) => ({ step: n, nfe: n, t: n / 8, sigma: null, frame: null });
 * const run = { prompt: "樱花", evaluations: Array.from({ length: 30 }, (_, i) => step(i + 1)) };
 * const { svg } = await filmStrips([run, run], { columns: 3 });
 * assert.deepEqual(svg.match(/step \d+,/g)!.slice(0, 3), ["step 1,", "step 16,", "step 30,"]);
 * ```
 */
export async function filmStrips(
  runs: readonly FilmRun[],
  o: FilmStripsOptions = {},
): Promise<Figure> {
  runs.forEach(checkFilm);
  const columns = Math.max(o.columns ?? 8, 2), side = o.side ?? 96;
  const width = columns * (side + GAP) - GAP + 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const run of runs) {
    const lines = wrap(run.prompt?.trim() || "no prompt", 15, width - 2 * MARGIN, 2);
    for (const line of lines) {
      parts.push(label(MARGIN, y + 14, line, { "font-size": 15, "font-weight": 600 }));
      y += 20;
    }
    parts.push(label(MARGIN, y + 12, describeRun(run), { "font-size": 12, fill: FAINT }));
    y += 22;
    const shown = spaced(run.evaluations, columns);
    const frames = shown.map((e, i) => frameAt(run, e, MARGIN + i * (side + GAP), y, side));
    parts.push(...await Promise.all(frames));
    y += side + LABELS + 2 * GAP;
  }
  const title = o.title ?? "Film strips";
  const alt = `${title}: ` +
    runs.map((run) => `${describeRun(run)}, ${run.prompt?.trim() || "no prompt"}`).join("; ");
  return finish({ title, alt, width, height: y - 2 * GAP + MARGIN }, parts.join(""));
}

/** `n` of them, evenly spaced, with the first and the last; all where there are no more. */
function spaced<T>(all: readonly T[], n: number): T[] {
  if (all.length <= n) return [...all];
  return Array.from({ length: n }, (_, i) => all[Math.round(i * (all.length - 1) / (n - 1))]);
}
