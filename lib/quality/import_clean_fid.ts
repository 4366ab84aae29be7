import { parseLiteral } from "./import_literal.ts";
import { numberOf } from "./import_number.ts";
import { type Imported, ImportedRows, ImportError } from "./import_rows.ts";
import { type ImportOptions, type ImportSource, textOf } from "./import_source.ts";

/** What the caller knows of a clean-fid value. */
export interface CleanFidOptions extends ImportOptions {
  /** Which metric a bare number is. */
  metric?: "fid" | "kid";
}

/**
 * Reads values of clean-fid, which writes no file of its own: a bare number (say which `metric`), lines
 * like "FID: 1.3" and "KID = -1e-5", what it prints ("compute FID between two folders", the number last),
 * or a JSON object with fid, kid and, when there, set, reference, version, n.
 *
 * clean-fid resizes otherwise than torch-fidelity: its fid is not comparable with that of the other tool,
 * and keeps `tool: "clean-fid"`.
 *
 * @throws {ImportError} naming file and line
 *
 * @example
 * ```ts
 * import { importCleanFid } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const { rows } = await importCleanFid({ file: "fid.txt", text: "1.314\n" }, { metric: "fid", set: "a" });
 * assert.deepEqual([rows[0].metric, rows[0].value, rows[0].tool], ["fid", 1.314, "clean-fid"]);
 * await assert.rejects(importCleanFid({ file: "x.txt", text: "1.3" }), /FID or KID/);
 * ```
 */
export async function importCleanFid(
  source: ImportSource,
  o: CleanFidOptions = {},
): Promise<Imported> {
  const { file, text } = await textOf(source);
  const rows = new ImportedRows("clean-fid", file);
  const put = (line: number, metric: string, value: number, says: Says = {}) => {
    const reference = o.reference ?? says.reference;
    const extra = { ...says.extra, ...(reference === undefined ? {} : { reference }) };
    const version = o.version ?? says.version;
    rows.row(line, {
      file: o.set ?? says.set ?? "",
      metric,
      value,
      tool: "clean-fid",
      ...(version === undefined ? {} : { version }),
      set: true,
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    });
    if (o.set === undefined && says.set === undefined) {
      rows.warn("clean-fid does not say of which set: give { set }.");
    }
  };
  const start = /^\s*\{/m.exec(text);
  if (start) fromObject(text, start.index, file, put);
  else fromLines(text, file, o, put);
  return rows.done();
}

interface Says {
  set?: string;
  reference?: string;
  version?: string;
  extra?: Record<string, string | number>;
}

type Put = (line: number, metric: string, value: number, says?: Says) => void;

function fromObject(text: string, start: number, file: string, put: Put): void {
  const { value, lines } = parseLiteral(text, start, file);
  const o = value as Record<string, unknown>;
  const textAt = (key: string) => typeof o[key] === "string" ? o[key] as string : undefined;
  const extra: Record<string, string | number> = {};
  for (const key of ["mode", "model_name"]) {
    const v = textAt(key);
    if (v !== undefined) extra[key] = v;
  }
  if (Array.isArray(o.n)) extra.n = o.n.join(" ");
  const says = {
    set: textAt("set"),
    reference: textAt("reference"),
    version: textAt("version"),
    extra,
  };
  for (const metric of ["fid", "kid"]) {
    if (typeof o[metric] === "number") put(lines.get(metric)!, metric, o[metric] as number, says);
  }
}

function fromLines(text: string, file: string, o: CleanFidOptions, put: Put): void {
  const said = /^compute (FID|KID)/mi.exec(text)?.[1];
  let line = 0;
  for (const each of text.split("\n")) {
    line++;
    const named = /\b(fid|kid)\b\s*[:=]\s*(\S+)/i.exec(each);
    const value = numberOf(named ? named[2] : each);
    if (each.trim() === "" || value === null) continue;
    const metric = (named?.[1] ?? o.metric ?? said)?.toLowerCase();
    if (!metric) {
      throw new ImportError(file, line, `a bare number: is it FID or KID? Give { metric: "fid" }.`);
    }
    put(line, metric, value);
  }
}
