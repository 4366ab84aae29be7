import { withDuck } from "./duck.ts";
import { columnWarnings, filesOf, metadataOf, readSql, someFiles } from "./parquet_files.ts";
import { type Rows, runQuery } from "./query.ts";
import { completeSql } from "./complete_rows.ts";

/** Rows of Parquet files. */
export type ParquetRows<T> = Rows<T> & {
  /** The files, in order. */
  files: string[];
  /** Key-value metadata of each: schema, kgen, commit, created and what else was written. */
  metadata: Record<string, string>[];
};

/**
 * All rows of the Parquet files of a pattern, columns matched by name; what one file lacks is null. For
 * more rows than memory should hold use `framesDataset`, which queries the files where they are.
 *
 * Scores of "kgen.frames/1" get the columns that came later, as null.
 *
 * @param pattern a path, or a pattern such as "out/*.parquet" or "out/**\/frames.parquet"
 * @throws {TableError} when there is no such file
 * @throws {QueryError} when one is not Parquet; names it
 *
 * @example
 * ```ts
 * import { readParquet } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(readParquet("no-such-folder/*.parquet"), /there is no such Parquet file/);
 * ```
 */
export async function readParquet<T extends object = Record<string, any>>(
  pattern: string,
): Promise<ParquetRows<T>> {
  return await withDuck({}, async (duck) => {
    const files = [...someFiles(await filesOf(duck, pattern), pattern)];
    const rows = await runQuery(duck, await completeSql(duck, readSql(files)));
    const warnings = [...await columnWarnings(duck, files), ...rows.warnings];
    return Object.assign(rows as unknown as Rows<T>, {
      files,
      metadata: await metadataOf(duck, files),
      warnings: [...new Set(warnings)],
    });
  });
}
