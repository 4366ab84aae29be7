/** Entries in ComfyUI's table of noise levels for flow models. */
const entries = 1000;

/** What a schedule depends on. */
export interface ScheduleOptions {
  scheduler: string | null;
  steps: number | null;
  /** Flow shift of ModelSamplingAuraFlow or ModelSamplingSD3. */
  shift: number | null;
  /** Part of the schedule that is run, 0 to 1; default 1. */
  denoise?: number | null;
  startStep?: number | null;
  endStep?: number | null;
}

/**
 * Noise levels (sigma) of a flow model, n + 1 of them for n steps; the last is 0. Null when the
 * schedule is another than "simple" or the shift is not known.
 *
 * Table: s(k) = shift·u / (1 + (shift − 1)·u) with u = k/1000, k = 1 to 1000. "simple" takes
 * s(1000 − floor(j·1000/n)) for j = 0 to n − 1, then 0. With denoise d < 1, floor(n/d) steps are
 * computed and the last n + 1 levels kept. As in ComfyUI v0.33 (`time_snr_shift`,
 * `simple_scheduler`, `KSampler.set_steps`).
 *
 * @example
 * ```ts
 * import { sigmas } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const s = sigmas({ scheduler: "simple", steps: 8, shift: 3 })!;
 * assert.deepEqual(s.map((v) => Number(v.toFixed(4))), [1, 0.9545, 0.9, 0.8333, 0.75, 0.6429, 0.5, 0.3, 0]);
 * ```
 */
export function sigmas(o: ScheduleOptions): number[] | null {
  const { steps, shift } = o;
  if (o.scheduler !== "simple" || steps === null || shift === null) return null;
  const denoise = o.denoise ?? 1;
  if (!(steps >= 1) || denoise <= 0) return [];
  const all = denoise > 0.9999 ? steps : Math.trunc(steps / denoise);
  const levels: number[] = [];
  for (let j = 0; j < all; j++) {
    const u = (entries - Math.trunc(j * (entries / all))) / entries;
    levels.push(shift * u / (1 + (shift - 1) * u));
  }
  levels.push(0);
  const kept = levels.slice(-(steps + 1));
  return kept.slice(o.startStep ?? 0, (o.endStep ?? steps) + 1);
}
