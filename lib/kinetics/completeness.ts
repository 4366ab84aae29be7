import { type FrameLike, type FrameRow, rowsOf } from "@kgen/tables";
import { printable, significant } from "@kgen/stats";
import { type MetricLike, nameOf } from "./best_value.ts";
import { clockStart } from "./clock_start.ts";
import { checkPlateau, noteOutside, notFinite, reason } from "./completeness_checks.ts";
import { completenessText } from "./completeness_text.ts";
import type { Completeness, CompletenessOptions, CompletenessPoint } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { isOwnReference } from "./own_reference.ts";
import { plateauOf } from "./plateau.ts";
import { psnrError } from "./psnr_error.ts";
import { complexityOfRun } from "./run_complexity.ts";
import { runRows } from "./run_rows.ts";

/** A fitted curve with a lower R² than this is not worth its plateau. */
const POOR = 0.9;

/**
 * Completeness I = (m − m₀)/(m₁ − m₀): a quality metric m, of either direction, scaled to 0 at the
 * baseline m₀ and 1 at the plateau m₁. For one of which lower is better, such as rmse, that is 1 − m/m₀.
 *
 * By default the baseline is the first frame, the model's guess from pure noise, so its I is 0 by
 * construction; and where the last frame is its own reference its I is 1 by construction. Both are
 * shown and neither is used in a fit.
 *
 * @param frames rows of `scoreRows`, or the data frame of `score`, of one run (or name it)
 * @param metric which metric: its name in the table, or a `metric(name)` of `@kgen/quality`, which knows its
 * direction and best value. psnr has no finite best: give a plateau in dB, or { by: "mse" }
 * @throws {KineticsError} metric or run not in the table, several runs or references, steps twice, no finite best, frames that do
 * not bend towards a plateau, a plateau that the metric calls worse than the baseline
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
 * // Against the score of another set of pictures instead of a perfect one.
 * assert.equal(completeness(frames, "rmse", { plateau: { value: 0.1, name: "another seed" } }).points[2].I, 1);
 * ```
 */
export function completeness(
  frames: FrameLike | readonly FrameRow[],
  metric: string | MetricLike,
  options: CompletenessOptions = {},
): Completeness {
  const { baseline = "first frame", by, C = 1 } = options;
  if (by !== undefined) {
    const rows = psnrError(
      Array.isArray(frames) ? frames : rowsOf(frames as FrameLike),
      metric,
      by,
    );
    const c = completeness(rows, by, { ...options, by: undefined });
    c.notes.unshift(`${by} worked out from psnr.`);
    return c;
  }
  if (options.plateau !== undefined && options.ceiling !== undefined) {
    throw new KineticsError("argument", "plateau and ceiling are the same: give one of them.");
  }
  const choice = options.plateau ?? options.ceiling ?? "best", name = nameOf(metric);
  const rows = runRows(
    Array.isArray(frames) ? frames : rowsOf(frames as FrameLike),
    name,
    options.run,
    options.reference,
  );
  const first = rows[0], last = rows[rows.length - 1];
  const onFirst = baseline === "first frame";
  const zero = onFirst ? first.value : typeof baseline === "number" ? baseline : baseline.value;
  const notes: string[] = [];
  const start = clockStart(rows, onFirst ? baseline : zero, notes);
  const own = choice === "last frame" || isOwnReference(last.reference);
  const scaled = (one: number) =>
    rows.map((row): CompletenessPoint => {
      // null would count as 0, which is the best rmse there is.
      const I = Number.isFinite(row.value) ? (row.value - zero) / (one - zero) : NaN;
      const point = { step: row.step, nfe: row.nfe, t: row.t_s - start, I };
      const why = reason(row, I, row === first && onFirst, row === last && own);
      return why === null ? { ...point, used: true } : { ...point, used: false, why };
    });
  if (!Number.isFinite(zero)) notFinite(name, zero, NaN);
  const plateau = plateauOf(choice, metric, rows, zero, options.order ?? 1, scaled);
  checkPlateau(metric, zero, plateau);
  const points = scaled(plateau.value);
  noteOutside(points, notes);
  if (plateau.kind === "fitted") {
    notes.push(
      `The plateau is fitted, ${significant(plateau.value)} ± ${
        significant(plateau.se, 2)
      } (SE): I = 1 is ` +
        `where this run's curve ends, not a finished picture. For k use fitOrders with plateau "fit".`,
    );
    if (plateau.fit!.r2 < POOR) {
      notes.push(
        `The curve does not follow the frames (R² ${
          significant(plateau.fit!.r2, 2)
        }), so its plateau means little.`,
      );
    }
  }
  const c: Completeness = {
    metric: name,
    run: first.run,
    prompt: first.prompt,
    baseline: onFirst ? "first frame" : zero,
    baselineValue: zero,
    baselineName: onFirst
      ? "the first frame"
      : typeof baseline === "number"
      ? "the given score"
      : baseline.name,
    ceilingValue: plateau.value,
    plateau,
    reference: last.reference,
    C: complexityOfRun(C, first.prompt, notes),
    points,
    notes,
  };
  return printable(c, completenessText);
}
