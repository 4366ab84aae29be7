import { type FrameLike, type FrameRow, rowsOf } from "@kgen/tables";
import { type MetricLike, nameOf } from "./best_value.ts";
import { completeness } from "./completeness.ts";
import type { Completeness, CompletenessOptions } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { groupBy } from "./group_by.ts";
import { runRows } from "./run_rows.ts";

/** Options of {@link completenessOf}. */
export interface CompletenessOfOptions extends Omit<CompletenessOptions, "run"> {
  /** Called for each run that has no completeness, which is then left out. Without it, it throws. */
  onProblem?: (run: string, problem: KineticsError) => void;
}

/**
 * Completeness of every run in a table, in the order in which they come, each with the complexity C of its own prompt
 * (give C: 1 to leave it out). One number where all runs should end, or the plateau of each.
 *
 * @throws {KineticsError} as {@link completeness}, with the run's id, unless `onProblem` takes it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { completenessOf } from "@kgen/kinetics";
 *
 * const row = { host: "embedded", variant: "turbo", gpu: null, seed: 7, batch: 1, sigma: null, metric: "rmse",
 *   reference: "last frame" };
 * const frames = ["樱花", "a cat on the roof"].flatMap((prompt, r) => [0.4, 0.1 + 0.1 * r, 0].map((value, i) => ({
 *   ...row, run: `r${r}`, prompt, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value,
 * })));
 * const all = completenessOf(frames, "rmse");
 * assert.deepEqual(all.map((c) => c.points[1].I.toFixed(2)), ["0.75", "0.50"]);
 * assert.ok(all[0].C < all[1].C);
 * ```
 */
export function completenessOf(
  frames: FrameLike | readonly FrameRow[],
  metric: string | MetricLike,
  options: CompletenessOfOptions = {},
): Completeness[] {
  const { onProblem, ...rest } = options;
  const rows = Array.isArray(frames) ? frames as readonly FrameRow[] : rowsOf(frames as FrameLike);
  const name = nameOf(metric);
  const runs = groupBy(rows.filter((r) => r.metric === name), (r) => r.run);
  // Says which metrics there are.
  if (runs.size === 0) runRows(rows, name);
  return [...runs].flatMap(([run, mine]) => {
    try {
      return [completeness(mine, metric, { C: "prompt", ...rest })];
    } catch (e) {
      if (!onProblem || !(e instanceof KineticsError)) throw e;
      onProblem(run, e);
      return [];
    }
  });
}
