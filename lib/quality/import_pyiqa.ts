import { csvRecords, delimiterOf } from "./import_csv_lines.ts";
import { type Literal, parseLiteral } from "./import_literal.ts";
import { nameFromFile, pyiqaName, pyiqaNote } from "./import_names.ts";
import { numberOf } from "./import_number.ts";
import { type Imported, ImportedRows, ImportError } from "./import_rows.ts";
import { type ImportOptions, type ImportSource, textOf } from "./import_source.ts";

/** What the caller knows of a pyiqa file. */
export interface PyiqaOptions extends ImportOptions {
  /** The metric of a `--save_file` CSV, which does not name it; default from the file's name. */
  metric?: string;
}

/**
 * Reads what pyiqa writes: the CSV of `inference_iqa.py --save_file` (no header, one metric), its older
 * form with tabs, or the dict that the command `pyiqa` prints (several metrics; with -v each picture).
 *
 * NaN and missing scores are problems, every other row is kept. pyiqa computes ssim, ms_ssim and gmsd on
 * the Y channel: they are called ssim_y, ms_ssim_y and gmsd_y here. Its psnr stops at 80 dB.
 *
 * @throws {ImportError} naming file and line when there is no good row, or no name for the metric
 *
 * @example
 * ```ts
 * import { importPyiqa } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const text = '001.png,0.41\r\n"step, 2.png",nan\r\n003.png,0.12\r\n';
 * const { rows, problems } = await importPyiqa({ file: "pyiqa_lpips.csv", text });
 * assert.deepEqual(rows[1], { file: "003.png", metric: "lpips", value: 0.12, tool: "pyiqa" });
 * assert.match(problems[0].message, /pyiqa_lpips.csv, line 2: lpips of step, 2.png is missing or NaN/);
 * ```
 */
export async function importPyiqa(source: ImportSource, o: PyiqaOptions = {}): Promise<Imported> {
  const { file, text } = await textOf(source);
  if (text.trim() === "") {
    throw new ImportError(
      file,
      null,
      "empty. pyiqa writes nothing into --save_file for fid and inception_score: take what it prints.",
    );
  }
  const start = /^\s*\{/m.exec(text);
  return start ? fromDict(text, start.index, file, o) : fromCsv(text, file, o);
}

function fromCsv(text: string, file: string, o: PyiqaOptions): Imported {
  const average = /^Average (\S+) score of .* with \d+ images is/m.exec(text);
  const name = o.metric ?? average?.[1] ?? nameFromFile(file);
  if (!name) {
    throw new ImportError(
      file,
      null,
      `a pyiqa CSV does not say which metric it holds: give { metric: "lpips" }, or name the file ` +
        `pyiqa_lpips.csv.`,
    );
  }
  const rows = new ImportedRows("pyiqa CSV", file);
  const note = pyiqaNote(name);
  if (note) rows.warn(note);
  for (const { line, fields } of csvRecords(text, delimiterOf(text), file)) {
    if (fields.length === 1 && average && fields[0].startsWith("Average ")) continue;
    const value = fields.length === 2 ? numberOf(fields[1]) : null;
    if (value === null || fields[0].trim() === "") {
      rows.problem(line, `found ${JSON.stringify(fields.join(","))}, expected NAME,SCORE`);
    } else {
      rows.row(line, { file: fields[0], metric: pyiqaName(name), value, ...by(o) });
    }
  }
  return rows.done();
}

function fromDict(text: string, start: number, file: string, o: PyiqaOptions): Imported {
  const { value, lines } = parseLiteral(text, start, file);
  const rows = new ImportedRows("pyiqa command", file);
  let sets = false;
  for (const [name, scores] of Object.entries(value as Record<string, Literal>)) {
    const metric = pyiqaName(name);
    const line = lines.get(name)!;
    const note = pyiqaNote(name);
    if (note) rows.warn(note);
    const whole = (v: number, extra: Record<string, string | number>) => {
      sets = true;
      if (o.reference !== undefined) extra.reference = o.reference;
      const more = Object.keys(extra).length > 0 ? { extra } : {};
      rows.row(line, { file: o.set ?? "", metric, value: v, ...by(o), set: true, ...more });
    };
    if (typeof scores === "number") {
      whole(scores, {});
      continue;
    }
    if (typeof scores !== "object" || scores === null || Array.isArray(scores)) {
      rows.problem(line, `${name} is ${JSON.stringify(scores)}, expected a number or a dict`);
      continue;
    }
    const pictures = Object.entries(scores).filter(([k]) =>
      k !== "mean" && !/_(mean|std)$/.test(k)
    );
    for (const [key, v] of pictures) {
      const at = lines.get(`${name}\0${key}`)!;
      const [target, reference] = key.split(" | ");
      const extra = reference === undefined ? {} : { extra: { reference } };
      if (typeof v === "number") {
        rows.row(at, { file: target, metric, value: v, ...by(o), ...extra });
      } else rows.problem(at, `${metric} of ${target} is ${JSON.stringify(v)}, expected a number`);
    }
    // Beside the scores of all pictures the mean says nothing new.
    const mean = scores.mean ?? scores[`${name}_mean`];
    const std = scores[`${name}_std`];
    if (pictures.length === 0 && typeof mean === "number") {
      const own: Record<string, number> = typeof std === "number" ? { std } : {};
      whole(mean, scores.mean === undefined ? own : { statistic: "mean" });
    }
  }
  if (sets && o.set === undefined) {
    rows.warn(
      "it does not say of which pictures: give { set }. With -v pyiqa prints each picture.",
    );
  }
  return rows.done();
}

function by(o: PyiqaOptions): { tool: string; version?: string } {
  return o.version === undefined ? { tool: "pyiqa" } : { tool: "pyiqa", version: o.version };
}
