import { csvFormatRows } from "d3-dsv";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { asRows, columnNames, type FrameLike } from "./frame.ts";
import type { FrameRow } from "./schema.ts";

/**
 * The rows as CSV text (RFC 4180, comma, one header line, ends with a newline).
 *
 * null is an empty field, Infinity is "Infinity", numbers have all their digits.
 *
 * @example
 * ```ts
 * import { csvText, parseCsv } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const rows = parseCsv(
 *   "run,host,variant,gpu,prompt,seed,batch,step,nfe,t_s,sigma,metric,value,reference\n" +
 *     'r1,embedded,turbo,,"a, b",7,1,8,8,0.27,,psnr,Infinity,last frame\n',
 * );
 * assert.equal(rows[0].value, Infinity);
 * assert.deepEqual(parseCsv(csvText(rows)), rows);
 * ```
 */
export function csvText(data: FrameLike | readonly FrameRow[]): string {
  const rows = asRows(data);
  const names = columnNames(rows);
  const cells = rows.map((row) =>
    names.map((name) => {
      const value = (row as unknown as Record<string, unknown>)[name];
      return value === null || value === undefined ? "" : String(value);
    })
  );
  return csvFormatRows([names, ...cells]) + "\n";
}

/**
 * Writes the rows to a CSV file, making its folder when needed. It is written under another name
 * first, so that an interrupted write leaves no half file.
 *
 * @example
 * ```ts
 * import { readCsv, rowsOf, writeCsv } from "@kgen/tables";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import assert from "node:assert/strict";
 *
 * const folder = await mkdtemp(join(tmpdir(), "kgen-"));
 * await writeCsv([], join(folder, "frames.csv"));
 * assert.deepEqual(rowsOf(await readCsv(join(folder, "frames.csv"))), []);
 * await rm(folder, { recursive: true });
 * ```
 */
export async function writeCsv(
  data: FrameLike | readonly FrameRow[],
  path: string,
): Promise<void> {
  const text = csvText(data);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
}
