import type { Run } from "@kgen/capture";
import { type Metric, metric, type Picture, readPicture } from "@kgen/quality";
import type { DataFrame } from "danfojs-node";
import { join } from "node:path";
import { ScoreError } from "./errors.ts";
import { toFrame } from "./frame.ts";
import type { FrameRow } from "./schema.ts";

/** The part of a Run that scoring reads. */
export type ScoredRun = Pick<
  Run,
  "id" | "variant" | "prompt" | "seed" | "batch" | "evaluations" | "host" | "dir"
>;

/** What is scored when no metrics are named. */
const DEFAULT_METRICS = ["rmse", "psnr", "ssim"];

/** Settings of {@linkcode scoreRows}. */
export interface ScoreOptions {
  /** Called for each frame that cannot be scored, which is then left out. Without it, it throws. */
  onProblem?: (problem: ScoreError) => void;
}

/**
 * Scores every captured frame against the last one: a danfojs frame with one row an evaluation and
 * metric. The same as {@linkcode scoreRows} followed by `toFrame`.
 *
 * @param runs one Run or several, opened or just captured
 * @param metrics names from `metricNames()`; default rmse, psnr and ssim
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
  metrics?: readonly string[],
  options?: ScoreOptions,
): Promise<DataFrame> {
  return toFrame(await scoreRows(runs, metrics, options));
}

/**
 * Scores every captured frame of the runs against the last captured frame of the same run.
 *
 * The last frame is its own reference: psnr is Infinity there, rmse 0, ssim 1, by construction.
 * Evaluations without a frame have no row.
 *
 * @param runs one Run or several, opened or just captured
 * @param metrics names from `metricNames()`; default rmse, psnr and ssim
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
  metrics: readonly string[] = DEFAULT_METRICS,
  options: ScoreOptions = {},
): Promise<FrameRow[]> {
  const chosen = [...new Set(metrics)].map(metric);
  const rows: FrameRow[] = [];
  for (const run of Array.isArray(runs) ? runs as ScoredRun[] : [runs as ScoredRun]) {
    rows.push(...await scoreRun(run, chosen, options));
  }
  return rows;
}

async function scoreRun(
  run: ScoredRun,
  metrics: Metric[],
  { onProblem }: ScoreOptions,
): Promise<FrameRow[]> {
  const rows: FrameRow[] = [];
  const fail = (why: string, cause?: unknown) => {
    const told = cause === undefined ? why : `${why}: ${(cause as Error).message ?? cause}`;
    const error = new ScoreError(run.id, told, { cause });
    if (!onProblem) throw error;
    onProblem(error);
    return rows;
  };
  const captured = run.evaluations.filter((e) => e.frame !== null);
  const last = captured.at(-1);
  if (!last) {
    return fail("it has no frames to score. Capture it again with previews on (latent2rgb).");
  }
  let reference: Picture;
  try {
    reference = await frameOf(run, last.frame!);
  } catch (cause) {
    return fail("its last frame, the reference, cannot be read", cause);
  }
  for (const e of captured) {
    try {
      const picture = e === last ? reference : await frameOf(run, e.frame!);
      // All metrics of a frame or none: a bad frame leaves no half behind.
      rows.push(...metrics.map((m) => rowOf(run, e, m, m.compare(picture, reference))));
    } catch (cause) {
      fail(`step ${e.step} cannot be scored`, cause);
    }
  }
  return rows;
}

function rowOf(
  run: ScoredRun,
  e: ScoredRun["evaluations"][number],
  { name }: Metric,
  value: number,
): FrameRow {
  return {
    run: run.id,
    host: hostName(run.host),
    variant: run.variant,
    gpu: run.host.gpu,
    prompt: run.prompt ?? "",
    seed: run.seed,
    batch: run.batch,
    step: e.step,
    nfe: e.nfe,
    t_s: e.t,
    sigma: e.sigma,
    metric: name,
    value,
    reference: "last frame",
  };
}

function frameOf(run: ScoredRun, frame: string): Promise<Picture> {
  if (!run.dir) throw new Error("the run has no folder. Open it with openRun(folder)");
  return readPicture(join(run.dir, frame));
}

/** "embedded" rather than its address, whose port differs every time; never credentials. */
function hostName(host: ScoredRun["host"]): string {
  if (host.kind === "embedded") return "embedded";
  return URL.canParse(host.url) ? new URL(host.url).host : host.url;
}
