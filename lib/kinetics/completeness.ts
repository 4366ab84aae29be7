import { type FrameLike, type FrameRow, rowsOf } from "@kgen/tables";
import { printable } from "@kgen/stats";
import { bestOf } from "./best_value.ts";
import { clockStart } from "./clock_start.ts";
import { completenessText } from "./completeness_text.ts";
import { KineticsError } from "./errors.ts";
import { runRows } from "./run_rows.ts";

/** One frame on the way from noise to picture. */
export interface CompletenessPoint {
  step: number;
  nfe: number;
  /** s since the clock's start, which is the first frame unless `notes` say otherwise. */
  t: number;
  /** Completeness: 0 at the baseline, 1 at the ceiling; may lie outside [0, 1]. */
  I: number;
  /** Whether a fit may use it; if not, `why` says why. */
  used: boolean;
  why?: string;
}

/** Completeness I(t) of one run on one metric. */
export interface Completeness {
  metric: string;
  run: string;
  /** What I = 0 is, and its score. */
  baseline: "first frame" | number;
  baselineValue: number;
  /** What I = 1 is: the score of it. */
  ceilingValue: number;
  /** What the frames were scored against. */
  reference: string;
  /** Prompt complexity; 1 until it is given. */
  C: number;
  points: CompletenessPoint[];
  notes: string[];
}

/** Options of {@link completeness}. */
export interface CompletenessOptions {
  /** Id of the run, where the table holds several. */
  run?: string;
  /** What counts as I = 0: the first frame (default), or a score, such as that of pure noise. */
  baseline?: "first frame" | number;
  /** What counts as I = 1: the metric's best value (default), the last frame, or a score. */
  ceiling?: "best" | "last frame" | number;
}

/**
 * Completeness I = (m − m₀)/(m₁ − m₀): a quality metric m scaled to 0 at the baseline m₀ and 1 at
 * the ceiling m₁. For a metric of which lower is better, such as rmse, that is 1 − m/m₀.
 *
 * By default the baseline is the first frame, the model's guess from pure noise, so its I is 0 by
 * construction; and where the last frame is its own reference its I is 1 by construction. Both are
 * shown and neither is used in a fit.
 *
 * @param frames rows of `scoreRows`, or the data frame of `score`, of one run (or name it)
 * @param metric which metric, such as "rmse" or "ssim"; psnr has no finite best and is refused
 * @throws {KineticsError} metric or run not in the table, several runs, steps twice, no finite best
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { completeness } from "@kgen/kinetics";
 *
 * const row = { run: "r1", host: "embedded", variant: "turbo", gpu: null, prompt: "樱花", seed: 7,
 *   batch: 1, sigma: null, metric: "rmse", reference: "last frame" };
 * const rmse = [0.4, 0.3, 0.1, 0];
 * const frames = rmse.map((value, i) => ({ ...row, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value }));
 * const c = completeness(frames, "rmse");
 * assert.deepEqual(c.points.map((p) => p.I.toFixed(2)), ["0.00", "0.25", "0.75", "1.00"]);
 * assert.deepEqual(c.points.map((p) => p.used), [false, true, true, false]);
 * ```
 */
export function completeness(
  frames: FrameLike | readonly FrameRow[],
  metric: string,
  options: CompletenessOptions = {},
): Completeness {
  const { baseline = "first frame", ceiling = "best" } = options;
  const rows = runRows(
    Array.isArray(frames) ? frames : rowsOf(frames as FrameLike),
    metric,
    options.run,
  );
  const first = rows[0], last = rows[rows.length - 1];
  const zero = baseline === "first frame" ? first.value : baseline;
  const one = ceiling === "best" ? bestOf(metric) : ceiling === "last frame" ? last.value : ceiling;
  if (!Number.isFinite(zero) || !Number.isFinite(one)) {
    throw new KineticsError(
      "argument",
      `${metric} is ${zero} at the baseline and ${one} at the ceiling: both must be finite numbers.`,
    );
  }
  if (zero === one) {
    throw new KineticsError(
      "no progress",
      `${metric} of the baseline is ${zero}, the same as at the ceiling: there is nothing to complete. ` +
        `Take another baseline, or a run with more steps.`,
    );
  }
  const notes: string[] = [];
  const start = clockStart(rows, baseline, notes);
  const own = ceiling === "last frame" || /^(last|final) frame$/.test(last.reference);
  const points = rows.map((row): CompletenessPoint => {
    // null would count as 0, which is the best rmse there is.
    const I = Number.isFinite(row.value) ? (row.value - zero) / (one - zero) : NaN;
    const point = { step: row.step, nfe: row.nfe, t: row.t_s - start, I };
    const why = reason(row, I, row === first && baseline === "first frame", row === last && own);
    return why === null ? { ...point, used: true } : { ...point, used: false, why };
  });
  noteOutside(points, notes);
  const c: Completeness = {
    metric,
    run: first.run,
    baseline,
    baselineValue: zero,
    ceilingValue: one,
    reference: last.reference,
    C: 1,
    points,
    notes,
  };
  return printable(c, completenessText);
}

/** Says which usable frames lie outside [0, 1]: the laws never do. */
function noteOutside(points: CompletenessPoint[], notes: string[]): void {
  const steps = (outside: (I: number) => boolean) =>
    points.filter((p) => p.used && outside(p.I)).map((p) => p.step);
  const below = steps((I) => I < 0), above = steps((I) => I > 1);
  const which = (list: number[]) => `Step${list.length > 1 ? "s" : ""} ${list.join(", ")}`;
  if (below.length > 0) {
    notes.push(`${which(below)}: I below 0, further from the reference than the baseline.`);
  }
  if (above.length > 0) notes.push(`${which(above)}: I above 1, nearer than the ceiling.`);
}

function reason(
  row: FrameRow,
  I: number,
  isBaseline: boolean,
  isReference: boolean,
): string | null {
  if (isBaseline) return "it is the baseline: I = 0 by construction";
  if (isReference) return "it is its own reference: I = 1 by construction";
  if (!Number.isFinite(I)) return `its score is ${row.value}`;
  return null;
}
