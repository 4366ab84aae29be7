import { type DuckOptions, openDuck } from "./duck.ts";
import { FramesDataset } from "./frames_dataset.ts";
import { findSources, makeViews } from "./frames_source.ts";
import { runQuery } from "./query.ts";

/** Options of {@linkcode framesDataset}. */
export interface FramesDatasetOptions extends DuckOptions {
  /** Metrics to score Runs by, against their last frames. Default none: opening stays quick. */
  metrics?: readonly string[];
  /** Where the scores are kept; default "scores.parquet" beside the Runs. false: nowhere. */
  cache?: string | false;
}

/**
 * Opens Run folders, Parquet and CSV files as one dataset. Parquet is queried where it lies, with columns
 * matched by name; CSV and Runs are loaded.
 *
 * @param patterns a folder of Runs, a Run folder, a file, or patterns such as "out/*\/frames.parquet"
 * @throws {TableError} when a pattern names nothing
 *
 * @example
 * ```ts
 * import { framesDataset, parseCsv, writeParquet } from "@kgen/tables";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import assert from "node:assert/strict";
 *
 * const rows = parseCsv(
 *   "run,host,variant,gpu,prompt,seed,batch,step,nfe,t_s,sigma,metric,value,reference\n" +
 *     "r1,embedded,turbo,,樱花,7,1,1,1,0.03,1,rmse,0.25,last frame\n" +
 *     "r2,embedded,turbo,,樱花,8,1,1,1,0.03,1,rmse,0.75,last frame\n",
 * );
 * const folder = await mkdtemp(join(tmpdir(), "kgen-"));
 * await writeParquet(rows, join(folder, "a.parquet"));
 *
 * using frames = await framesDataset(join(folder, "*.parquet"));
 * const [group] = await frames.groupMean(["variant", "step"]);
 * assert.deepEqual([group.variant, group.step, group.n, group.mean], ["turbo", 1, 2, 0.5]);
 * assert.deepEqual([...await frames.pivot({ rows: "variant", columns: "step" })], [{ variant: "turbo", 1: 0.5 }]);
 * await assert.rejects(frames.groupMean("modell"), /no column "modell" in frames. There are: run, host/);
 * await rm(folder, { recursive: true });
 * ```
 */
export async function framesDataset(
  patterns: string | readonly string[],
  options: FramesDatasetOptions = {},
): Promise<FramesDataset> {
  const duck = await openDuck(options);
  try {
    const warnings = new Set<string>();
    const found = await findSources(duck, typeof patterns === "string" ? [patterns] : patterns);
    const { metrics = [], cache } = options;
    await makeViews(duck, found, metrics, cache, (text) => warnings.add(text));
    const described = await runQuery(duck, "describe frames");
    const columns = described.map((r) => ({
      name: r.column_name as string,
      type: r.column_type as string,
    }));
    const sources = [...found.folders, ...found.parquet, ...found.csv];
    return new FramesDataset(duck, columns, sources, [...warnings]);
  } catch (error) {
    duck.close();
    throw error;
  }
}
