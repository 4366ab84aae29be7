import { importCleanFid } from "./import_clean_fid.ts";
import { importCsv } from "./import_csv.ts";
import { csvRecords, delimiterOf } from "./import_csv_lines.ts";
import { importGenEval } from "./import_geneval.ts";
import { torchFidelityKeys } from "./import_names.ts";
import { numberOf } from "./import_number.ts";
import { importPyiqa, type PyiqaOptions } from "./import_pyiqa.ts";
import { type Imported, ImportError } from "./import_rows.ts";
import { type ImportSource, textOf } from "./import_source.ts";
import { importTorchFidelity } from "./import_torch_fidelity.ts";
import { metricOrUnknown } from "./registry.ts";

const FILE_COLUMN = /^(file|file ?name|image|image_path|img|img_path|picture|path|frame)$/i;

/**
 * Reads a file of scores, whichever tool wrote it: pyiqa, torch-fidelity, clean-fid, GenEval, the CSV of
 * `workflows/gpu-host/score_frames.py`, or a CSV whose header has a column "file" and names of metrics.
 * What it was taken for is in `kind`.
 *
 * @throws {ImportError} when the file cannot be recognised; says which import to use instead
 *
 * @example
 * ```ts
 * import { importScores } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const text = "file,metric,value,tool,version\nframes/001.png,niqe,5.1,pyiqa,0.1.14\n";
 * const { kind, rows } = await importScores({ file: "scores.csv", text });
 * assert.equal(kind, "CSV");
 * assert.deepEqual([rows[0].metric, rows[0].version], ["niqe", "0.1.14"]);
 * ```
 */
export async function importScores(source: ImportSource, o: PyiqaOptions = {}): Promise<Imported> {
  const { file, text } = await textOf(source);
  const whole = { file, text };
  const first = text.split("\n").find((l) => l.trim() !== "")?.trim() ?? "";
  if (first.startsWith("{") && /["'](correct|filename)["']\s*:/.test(first)) {
    return await importGenEval(whole, o);
  }
  const keys = [...text.matchAll(/^[\s{]*["']?([a-z_]+)["']?:/gm)].map((m) => m[1]);
  if (keys.some((key) => torchFidelityKeys.test(key)) && !/^\s*\{'/m.test(text)) {
    return await importTorchFidelity(whole, o);
  }
  if (/clean-fid|^compute (FID|KID)|^\s*(FID|KID)\s*[:=]/mi.test(text)) {
    return await importCleanFid(whole, cleanFid(o));
  }
  if (text.trim() === "" || /^\s*\{'/m.test(text) || /===> Metrics loaded/.test(text)) {
    return await importPyiqa(whole, o);
  }
  if (numberOf(text) !== null) return await importCleanFid(whole, cleanFid(o));
  return await table(whole, o);
}

function cleanFid(o: PyiqaOptions) {
  const metric = o.metric === "fid" || o.metric === "kid" ? o.metric : undefined;
  return { ...o, metric } as const;
}

async function table(whole: { file: string; text: string }, o: PyiqaOptions): Promise<Imported> {
  const { file, text } = whole;
  const [header] = csvRecords(text, delimiterOf(text), file);
  const { fields } = header;
  if (fields.length === 2 && numberOf(fields[1]) !== null) return await importPyiqa(whole, o);
  const names = fields.map((f) => f.trim());
  const lower = names.map((n) => n.toLowerCase());
  const fileAt = names.findIndex((n) => FILE_COLUMN.test(n));
  const version = lower.includes("version") ? { column: "version" } : o.version;
  const tool = lower.includes("tool") ? { column: "tool" } : undefined;
  const own = ["tool", "version", "metric", "value"];
  const rest = names.filter((_, i) => i !== fileAt && !own.includes(lower[i]));
  if (fileAt >= 0 && lower.includes("metric") && lower.includes("value")) {
    const map = { file: names[fileAt], metric: "metric", value: "value", tool, version };
    return await importCsv(whole, { ...map, extra: rest });
  }
  const known = rest.filter((n) => metricOrUnknown(n.toLowerCase()).known);
  if (fileAt < 0 || known.length === 0) {
    const seen = names.length > 1
      ? `its columns are ${names.join(", ")}`
      : `it begins ${first(text)}`;
    throw new ImportError(
      file,
      header.line,
      `not the output of a tool that is known here: ${seen}. Use importCsv(path, { file: "COLUMN", ` +
        `scores: { COLUMN: "metric" } }).`,
    );
  }
  const scores = Object.fromEntries(known.map((n) => [n, n.toLowerCase()]));
  const extra = rest.filter((n) => !known.includes(n));
  return await importCsv(whole, { file: names[fileAt], scores, tool, version, extra });
}

function first(text: string): string {
  return JSON.stringify(text.trim().slice(0, 40));
}
