import { type Metric, metric } from "@kgen/quality";
import type { DataFrame } from "danfojs-node";
import { toFrame } from "./frame.ts";
import type { ScoredRun } from "./run_columns.ts";
import type { FrameRow } from "./schema.ts";
import { commonReferences } from "./score_reference.ts";
import { type ScoreOptions, scoreRun } from "./score_run.ts";

/** What is scored when no metrics are named. */
const DEFAULT_METRICS = ["rmse", "psnr", "ssim"];

/**
 * Scores every captured frame, by default against the last one: a danfojs frame with one row an evaluation and
 * metric. The same as {@linkcode scoreRows} followed by `toFrame`.
 *
 * @param runs one Run or several, opened or just captured
 * @param metrics names from `metricNames("computed")` or metrics, such as one of `learnedMetric`; default
 *   rmse, psnr and ssim
 * @throws {ScoreError} when a run has no frames or one of them cannot be read
 *
 * @example
 * ```ts
 * import { score } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const frames = await score([], ["rmse"]); // with a Run: score(run, ["rmse"])
 * assert.ok(frames.columns.includes("value"));
 * ```
 */
export async function score(
  runs: ScoredRun | readonly ScoredRun[],
  metrics?: readonly (string | Metric)[],
  options?: ScoreOptions,
): Promise<DataFrame> {
  return toFrame(await scoreRows(runs, metrics, options));
}

/**
 * Scores every captured frame of the runs, by default against the last captured frame of the same run.
 *
 * The last frame is its own reference: psnr is Infinity there, rmse 0, ssim 1, by construction.
 * Evaluations without a frame have no row. A metric without reference has "none" in that column. The state
 * of the GPU is its nearest earlier sample of telemetry, null without one.
 *
 * @param runs one Run or several, opened or just captured
 * @param metrics names from `metricNames("computed")` or metrics, such as one of `learnedMetric`; default
 *   rmse, psnr and ssim
 * @throws {ScoreError} when a run has no frames or one of them cannot be read
 * @throws {UnknownMetricError} before anything is read
 *
 * @example
 * ```ts
 * import { scoreRows } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(await scoreRows([], ["rmse"]), []);
 * await assert.rejects(scoreRows([], ["beauty"]), /no quality metric "beauty"/);
 * ```
 */
export async function scoreRows(
  runs: ScoredRun | readonly ScoredRun[],
  metrics: readonly (string | Metric)[] = DEFAULT_METRICS,
  options: ScoreOptions = {},
): Promise<FrameRow[]> {
  const chosen = [...new Set(metrics)].map((m) => typeof m === "string" ? metric(m) : m);
  chosen.forEach(checkComputed);
  const { reference = "last frame" } = options;
  const common = chosen.some((m) => m.reference) ? await commonReferences(reference) : [];
  const rows: FrameRow[] = [];
  for (const run of Array.isArray(runs) ? runs as ScoredRun[] : [runs as ScoredRun]) {
    for (const row of await scoreRun(run, chosen, common ?? String(reference), options)) {
      rows.push(row);
    }
  }
  return rows;
}

function checkComputed({ name, tool, compare, compareAsync, measure, kind }: Metric): void {
  if (compare || compareAsync || measure) return;
  throw new TypeError(
    kind === "set"
      ? `${name} compares sets of pictures and means nothing for one frame.`
      : `${name} is not computed here but by ${tool}: import its scores, and attachScores joins them.`,
  );
}
