import { closeSync, existsSync, fsyncSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { query, writeParquet } from "@kgen/tables";
import type { CellRecord } from "./record.ts";
import type { Row } from "./run_row.ts";
import { diskError, placeOnce, unfinishedName } from "./write_whole.ts";

/** Version of the columns of a part, in its metadata. */
export const partSchema = "kgen.part/1";

/** The file of a cell's part. */
export const partPath = (folder: { parts: string }, id: string): string =>
  join(folder.parts, `${id}.parquet`);

/**
 * Writes the part of a cell, with its record in the file's metadata, under another name; flushes it; gives it its name
 * unless another worker was first. This is the moment at which a cell is done.
 *
 * @returns whether it was the first
 * @throws SweepError "disk", NoDuckError
 */
export async function writePart(path: string, rows: Row[], record: CellRecord): Promise<boolean> {
  if (existsSync(path)) return false;
  const unfinished = unfinishedName(path);
  try {
    const metadata = { part: partSchema, record: JSON.stringify(record) };
    await writeParquet(rows, unfinished, { metadata });
    flush(unfinished);
    return placeOnce(unfinished, path);
  } catch (cause) {
    throw diskError(path, cause);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Waits until a file or folder is on the disk. */
export function flush(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The record that a part holds. */
export async function recordInPart(path: string): Promise<CellRecord> {
  const [{ value }] = await query(
    "select decode(value) as value from parquet_kv_metadata($1) where key = 'record'::blob",
    [path],
  );
  return JSON.parse(String(value));
}
