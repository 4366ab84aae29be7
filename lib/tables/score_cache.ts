import type { Run } from "@kgen/capture";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ScoreError } from "./errors.ts";
import { readParquet } from "./parquet_read.ts";
import { writeParquet } from "./parquet_write.ts";
import { inTurn } from "./run_folders.ts";
import type { FrameRow } from "./schema.ts";
import { scoreRows } from "./score.ts";

/** Scores with the state of the run.json that they were made from. */
type Kept = FrameRow & { run_json: string };

/**
 * Scores of Runs against their last frames, those that were computed before out of a Parquet file: a score
 * of a Run is taken again when its run.json is as it was. The file is written anew when there are new ones. With no file nothing is kept.
 */
export async function cachedScores(
  runs: readonly Run[],
  metrics: readonly string[],
  file: string | null,
  warn: (text: string) => void,
): Promise<FrameRow[]> {
  const kept = new Map<string, Kept[]>();
  for (const row of file === null ? [] : await readKept(file, warn)) {
    const key = keyOf(row.run, row.run_json, row.metric);
    const same = kept.get(key);
    if (same) same.push(row);
    else kept.set(key, [row]);
  }
  const rows: Kept[] = [];
  let fresh = 0;
  await inTurn(runs, async (run) => {
    const state = await stateOf(run);
    for (const m of metrics) rows.push(...kept.get(keyOf(run.id, state, m)) ?? []);
    const missing = metrics.filter((m) => !kept.has(keyOf(run.id, state, m)));
    if (missing.length === 0) return;
    const onProblem = (problem: ScoreError) => warn(problem.message);
    const found = await scoreRows(run, missing, { onProblem });
    rows.push(...found.map((row) => ({ ...row, run_json: state })));
    fresh += found.length;
  });
  if (fresh > 0 && file !== null) {
    // Scores by other metrics stay in the file.
    const now = new Set(rows.map((r) => keyOf(r.run, r.run_json, r.metric)));
    const others = [...kept].filter(([key]) => !now.has(key)).flatMap(([, old]) => old);
    try {
      await writeParquet([...rows, ...others], file);
    } catch (error) {
      warn(`The scores could not be kept in ${file}: ${(error as Error).message}`);
    }
  }
  return rows.map(({ run_json: _, ...row }) => row);
}

async function readKept(file: string, warn: (text: string) => void): Promise<Kept[]> {
  if (!await stat(file).then(() => true, () => false)) return [];
  try {
    return await readParquet<Kept>(file);
  } catch (error) {
    warn(`${file} cannot be read, so the frames are scored again: ${(error as Error).message}`);
    return [];
  }
}

async function stateOf(run: Run): Promise<string> {
  const { size, mtimeMs } = await stat(join(run.dir!, "run.json"));
  return `${size} ${mtimeMs}`;
}

const keyOf = (run: string, state: string, metric: string) => JSON.stringify([run, state, metric]);
