import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeTable, namesOf } from "./append_rows.ts";
import { completeSql } from "./complete_rows.ts";
import { parseCsv } from "./csv_read.ts";
import type { Duck } from "./duck.ts";
import { TableError } from "./errors.ts";
import { columnWarnings, filesOf, readSql } from "./parquet_files.ts";
import { evaluationRows, openRuns, runFoldersIn, runRow } from "./run_folders.ts";
import { cachedScores } from "./score_cache.ts";
import { COLUMNS } from "./schema.ts";

/** What a pattern names. */
export interface Found {
  folders: string[];
  parquet: string[];
  csv: string[];
}

/** The name of the file in which the scores of a folder of Runs are kept. */
export const CACHE = "scores.parquet";

/** Sorts what the patterns name into Run folders, Parquet and CSV files. */
export async function findSources(duck: Duck, patterns: readonly string[]): Promise<Found> {
  const found = { folders: new Set<string>(), parquet: new Set<string>(), csv: new Set<string>() };
  for (const pattern of patterns) {
    const before = found.folders.size + found.parquet.size + found.csv.size;
    const isFolder = await stat(pattern).then((s) => s.isDirectory(), () => false);
    if (isFolder) {
      const folders = await runFoldersIn(pattern);
      folders.forEach((f) => found.folders.add(f));
      if (folders.length === 0) {
        for (const kind of ["parquet", "csv"] as const) {
          const inside = await filesOf(duck, join(pattern, `*.${kind}`));
          if (found.parquet.size + found.csv.size > 0) continue;
          inside.forEach((f) => found[kind].add(f));
        }
      }
    } else {
      for (const file of await filesOf(duck, join(pattern, "run.json"))) {
        found.folders.add(dirname(file));
      }
      for (const file of await filesOf(duck, pattern)) {
        if (/\.(parquet|pq)$/i.test(file)) found.parquet.add(file);
        else if (/\.(csv|tsv)$/i.test(file)) found.csv.add(file);
        else if (/(^|[\\/])run\.json$/.test(file)) found.folders.add(dirname(file));
      }
    }
    if (found.folders.size + found.parquet.size + found.csv.size === before) {
      throw new TableError(
        `${pattern}: there is nothing to read. Name Run folders, a folder of them, .parquet or .csv files.`,
      );
    }
  }
  return {
    folders: [...found.folders],
    parquet: [...found.parquet],
    csv: [...found.csv],
  };
}

/**
 * Makes the view `frames` of all sources, and of Run folders the tables `runs` and `evaluations`. Parquet
 * files stay where they are; the rest is small and is loaded.
 */
export async function makeViews(
  duck: Duck,
  found: Found,
  metrics: readonly string[],
  cache: string | false | undefined,
  warn: (text: string) => void,
): Promise<void> {
  const parts: string[] = [];
  if (found.parquet.length > 0) {
    parts.push(await completeSql(duck, readSql(found.parquet)));
    (await columnWarnings(duck, found.parquet)).forEach(warn);
  }
  if (found.csv.length > 0) {
    const rows: object[] = [];
    for (const file of found.csv) rows.push(...parseCsv(await readFile(file, "utf8"), file));
    await makeTable(duck, "csv_rows", rows, namesOf(rows).names, true);
    parts.push("select * from csv_rows");
  }
  if (found.folders.length > 0) {
    await loadRuns(duck, found.folders, metrics, cache, warn);
    parts.push("select * from run_scores");
  }
  await duck.connection.run(`create view frames as ${parts.join(" union all by name ")}`);
}

async function loadRuns(
  duck: Duck,
  folders: readonly string[],
  metrics: readonly string[],
  cache: string | false | undefined,
  warn: (text: string) => void,
): Promise<void> {
  const runs = await openRuns(folders, warn);
  const rows = runs.map(runRow);
  if (rows.length > 0) {
    await makeTable(duck, "runs", rows, Object.keys(rows[0]), false);
    const evaluations: Record<string, unknown>[] = [];
    for (const run of runs) evaluations.push(...await evaluationRows(run, warn));
    if (evaluations.length > 0) {
      await makeTable(duck, "evaluations", evaluations, Object.keys(evaluations[0]), false);
    }
  }
  const file = cache === false ? null : cache ?? join(dirname(folders[0]), CACHE);
  const scores = metrics.length === 0 ? [] : await cachedScores(runs, metrics, file, warn);
  if (metrics.length === 0) {
    warn(
      `The ${runs.length} Runs are not scored, so the table frames has no rows of them. ` +
        `Score them with framesDataset(..., { metrics: ["rmse"] }); runs and evaluations are there.`,
    );
  }
  const names = scores.length > 0 ? namesOf(scores).names : COLUMNS.map((c) => c.name as string);
  await makeTable(duck, "run_scores", scores, names, true);
}
