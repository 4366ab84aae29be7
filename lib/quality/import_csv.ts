import { csvRecords, delimiterOf } from "./import_csv_lines.ts";
import { numberOf } from "./import_number.ts";
import { checkDirection, type Imported, ImportedRows, ImportError } from "./import_rows.ts";
import { type ImportSource, textOf } from "./import_source.ts";
import type { Direction } from "./metric.ts";
import { metricOrUnknown } from "./registry.ts";

/** Which column of a CSV holds what. Columns are named as in its header; capitals do not matter. */
export interface CsvMap {
  /** Column with the picture's path. */
  file: string;
  /** Wide form: one column a metric, as { COLUMN: "metric" }. */
  scores?: Record<string, string>;
  /** Long form: the column with the metric's name ... */
  metric?: string;
  /** ... and the one with its value. */
  value?: string;
  /** The tool, or { column } that names it; default "csv". */
  tool?: string | { column: string };
  /** Its version, or { column }. */
  version?: string | { column: string };
  /** Columns to keep in `extra`. */
  extra?: string[];
  /** Which way is better, by metric: refused when the registry knows the opposite. */
  directions?: Record<string, Direction>;
  /** Separator; default the most frequent of comma, semicolon and tab in the header. */
  delimiter?: string;
  /** Whether the values are of sets; metrics like fid always are. */
  set?: boolean;
}

/**
 * Reads any CSV with a header by a map of its columns, in wide form (a column a metric) or long form (a
 * column that names the metric). BOM, semicolons with decimal commas, quotes and any line end are fine.
 *
 * Missing and NaN scores, rows that are too long, and a second value for the same picture are problems;
 * every good row is kept. Unknown metrics are kept with a warning.
 *
 * @throws {ImportError} naming file and line: no such column, no good row, a wrong direction
 *
 * @example
 * ```ts
 * import { importCsv } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const text = "\ufeffDatei;PSNR;SSIM\r\n001.png;17,93;0,412\r\n002.png;;0,55\r\n";
 * const map = { file: "Datei", scores: { PSNR: "psnr", SSIM: "ssim" } };
 * const { rows, problems } = await importCsv({ file: "any.csv", text }, map);
 * assert.deepEqual(rows.map((r) => r.value), [17.93, 0.412, 0.55]);
 * assert.match(problems[0].message, /line 3: psnr of 002.png is missing/);
 * ```
 */
export async function importCsv(source: ImportSource, map: CsvMap): Promise<Imported> {
  const { file, text } = await textOf(source);
  const delimiter = map.delimiter ?? delimiterOf(text);
  const [header, ...records] = csvRecords(text, delimiter, file);
  if (!header) throw new ImportError(file, null, "empty, expected a header and rows.");
  const column = columnsOf(header.fields, file);
  const fixed = (v: CsvMap["tool"], fields: string[]) =>
    typeof v === "object" ? fields[column(v.column)]?.trim() : v;
  const at = column(map.file);
  const scores = scoresOf(map, column, file);
  for (const [name, said] of Object.entries(map.directions ?? {})) checkDirection(file, name, said);
  const rows = new ImportedRows("CSV", file);
  for (const { line, fields } of records) {
    if (fields.length > header.fields.length) {
      rows.problem(
        line,
        `${fields.length} fields, expected ${header.fields.length}: a name with ${
          JSON.stringify(delimiter)
        } in it needs quotes`,
      );
      continue;
    }
    const tool = fixed(map.tool, fields) || "csv";
    const version = fixed(map.version, fields);
    const extra = Object.fromEntries(
      (map.extra ?? []).map((c) => [c, fields[column(c)] ?? ""]).filter(([, v]) => v !== ""),
    );
    if (!fields[at]?.trim()) {
      rows.problem(line, `no name in column ${map.file}`);
      continue;
    }
    for (const { metric, value } of scores(fields)) {
      const number = numberOf(value ?? "", delimiter !== ",");
      if (!metric) rows.problem(line, `no metric named in column ${map.metric}`);
      else if (number === null) {
        rows.problem(
          line,
          `${metric} of ${fields[at]} is ${JSON.stringify(value)}, expected a number`,
        );
      } else {
        rows.row(line, {
          file: fields[at],
          metric,
          value: number,
          tool,
          ...(version ? { version } : {}),
          ...(map.set || metricOrUnknown(metric).kind === "set" ? { set: true } : {}),
          ...(Object.keys(extra).length > 0 ? { extra } : {}),
        });
      }
    }
  }
  return rows.done();
}

/** Place of a column by its name; throws with the names there are. */
function columnsOf(header: string[], file: string): (name: string) => number {
  const tidy = (s: string) => s.trim().toLowerCase();
  return (name) => {
    const exact = header.indexOf(name);
    const at = exact >= 0 ? exact : header.findIndex((h) => tidy(h) === tidy(name));
    if (at >= 0) return at;
    const names = header.map((h) => JSON.stringify(h.trim())).join(", ");
    throw new ImportError(file, 1, `no column ${JSON.stringify(name)}, the columns are ${names}.`);
  };
}

type Scores = (fields: string[]) => { metric: string; value: string | undefined }[];

function scoresOf(map: CsvMap, column: (name: string) => number, file: string): Scores {
  if (map.scores) {
    const places = Object.entries(map.scores).map(([name, metric]) => ({
      at: column(name),
      metric,
    }));
    return (fields) => places.map(({ at, metric }) => ({ metric, value: fields[at] }));
  }
  if (map.metric === undefined || map.value === undefined) {
    throw new ImportError(
      file,
      null,
      `the map must say where the scores are: { scores: { COLUMN: "metric" } }, or { metric, value }.`,
    );
  }
  const [m, v] = [column(map.metric), column(map.value)];
  return (fields) => [{ metric: fields[m]?.trim().toLowerCase() ?? "", value: fields[v] }];
}
