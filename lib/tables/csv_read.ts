import { dsvFormat } from "d3-dsv";
import type { DataFrame } from "danfojs-node";
import { readFile } from "node:fs/promises";
import { parseCell, typeExtraColumns } from "./csv_cell.ts";
import { CsvError, type CsvProblem } from "./errors.ts";
import { toFrame } from "./frame.ts";
import { COLUMNS, type FrameRow, REQUIRED } from "./schema.ts";

/**
 * Reads a CSV file of frame scores into a danfojs frame.
 *
 * @throws {CsvError} with the file, and each bad line in `problems`; the good rows are in `rows`
 *
 * @example
 * ```ts
 * import { CsvError, readCsv } from "@kgen/tables";
 *
 * try {
 *   const frames = await readCsv("no-such-folder/frames.csv");
 *   console.log(frames.shape);
 * } catch (error) {
 *   if (error instanceof CsvError) console.log(error.problems, error.rows.length);
 * }
 * ```
 */
export async function readCsv(path: string): Promise<DataFrame> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const missing = (cause as { code?: string }).code === "ENOENT";
    throw new Error(`${path}: ${missing ? "no such CSV file" : cause}`, { cause });
  }
  return toFrame(parseCsv(text, path));
}

/**
 * The rows of a CSV text. A byte order mark, semicolons or tabs in place of commas, blank lines,
 * any order of columns and extra columns are fine. A file of "kgen.frames/1" gets null where it lacks
 * a column.
 *
 * @param text the content of the file
 * @param file its name, for messages
 * @throws {CsvError} with each bad line in `problems`; the good rows are in `rows`
 *
 * @example
 * ```ts
 * import { parseCsv } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => parseCsv("run,host\n", "frames.csv"), /frames\.csv: line 1: the header lacks/);
 * ```
 */
export function parseCsv(text: string, file: string | null = null): FrameRow[] {
  const body = text.replace(/^\uFEFF/, "");
  const records = dsvFormat(separator(body)).parseRows(body);
  const problems: CsvProblem[] = [];
  const rows: FrameRow[] = [];
  let line = 1;
  let lastLine = 1;
  let header: string[] | null = null;
  for (const fields of records) {
    const at = lastLine = line;
    // d3-dsv tells no lines: a record spans one, and one more for each break inside its fields.
    line += 1 + fields.reduce((sum, f) => sum + (f.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    if (fields.length === 1 && fields[0] === "") continue;
    if (header === null) {
      header = fields.map((f) => f.trim());
      checkHeader(header, at, file);
      continue;
    }
    const found = problems.length;
    const row = parseRecord(fields, header, at, problems);
    if (problems.length === found) rows.push(row);
  }
  if (header === null) throw new CsvError(file, [{ line: 1, column: null, message: "no header" }]);
  if ((body.split('"').length - 1) % 2 === 1) {
    problems.push({ line: lastLine, column: null, message: "a quote is never closed" });
  }
  typeExtraColumns(rows, header);
  if (problems.length > 0) throw new CsvError<FrameRow>(file, problems, rows);
  return rows;
}

function checkHeader(header: string[], line: number, file: string | null): void {
  const missing = REQUIRED.map((c) => c.name).filter((name) => !header.includes(name));
  const twice = header.filter((name, i) => header.indexOf(name) !== i);
  const message = missing.length > 0
    ? `the header lacks ${missing.join(", ")}`
    : twice.length > 0
    ? `the header has ${twice.join(", ")} twice`
    : null;
  if (message) throw new CsvError(file, [{ line, column: null, message }]);
}

function parseRecord(
  fields: string[],
  header: string[],
  line: number,
  problems: CsvProblem[],
): FrameRow {
  const row: Record<string, unknown> = {};
  if (fields.length !== header.length) {
    const message = `${fields.length} fields where the header has ${header.length}`;
    problems.push({ line, column: null, message });
    return row as unknown as FrameRow;
  }
  // In the order of the schema, whatever the file's: rows then compare and print alike.
  for (const column of COLUMNS) {
    const field = fields[header.indexOf(column.name)];
    if (field === undefined) {
      row[column.name] = null;
      continue;
    }
    try {
      row[column.name] = parseCell(field, column);
    } catch (cause) {
      problems.push({ line, column: column.name, message: (cause as Error).message });
    }
  }
  header.forEach((name, i) => {
    if (!Object.hasOwn(row, name)) row[name] = fields[i];
  });
  return row as unknown as FrameRow;
}

/** The separator that the header line uses most. */
function separator(text: string): string {
  const head = text.split(/\r|\n/, 1)[0];
  const counts = [",", ";", "\t"].map((s) => ({ s, n: head.split(s).length }));
  return counts.reduce((best, c) => c.n > best.n ? c : best).s;
}
