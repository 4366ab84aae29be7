import { type Imported, ImportedRows, type ImportedScore } from "./import_rows.ts";
import { type ImportOptions, type ImportSource, textOf } from "./import_source.ts";

/**
 * Reads the JSONL of GenEval's `evaluate_images.py`, or any JSONL with `filename` and `correct`: one row a
 * picture, metric "geneval", 1 for correct and 0 for not, with tag, prompt and reason in `extra`.
 *
 * `metadata` may be an object or JSON as text, `correct` true, 1 or "True". Lines that cannot be read, or
 * have no `correct`, are problems; the others are kept.
 *
 * Source: Ghosh, Hajishirzi, Schmidt, NeurIPS 36 (2023), arXiv 2310.11513.
 *
 * @throws {ImportError} naming file and line when no line is good
 *
 * @example
 * ```ts
 * import { importGenEval } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const text = '{"filename":"a.png","tag":"counting","correct":false,"reason":"expected 2, found 3"}\n{"fi';
 * const { rows, problems } = await importGenEval({ file: "results.jsonl", text });
 * assert.deepEqual([rows[0].value, rows[0].extra?.reason], [0, "expected 2, found 3"]);
 * assert.equal(problems[0].line, 2);
 * ```
 */
export async function importGenEval(
  source: ImportSource,
  o: ImportOptions = {},
): Promise<Imported> {
  const { file, text } = await textOf(source);
  const rows = new ImportedRows("GenEval JSONL", file);
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const row = objectOf(line);
    const name = row?.filename;
    if (!row || typeof name !== "string") {
      const cut = line.length > 60 ? `${line.slice(0, 60)}...` : line;
      rows.problem(i + 1, `found ${cut}, expected a JSON object with filename and correct`);
      return;
    }
    const correct = yesOrNo(row.correct);
    if (correct === null) {
      const found = JSON.stringify(row.correct) ?? "nothing";
      rows.problem(i + 1, `correct of ${name} is ${found}, expected true or false`);
      return;
    }
    rows.row(i + 1, {
      file: name,
      metric: "geneval",
      value: correct ? 1 : 0,
      tool: "geneval",
      ...(o.version === undefined ? {} : { version: o.version }),
      ...extraOf(row),
    });
  });
  return rows.done();
}

/**
 * GenEval's overall score: the mean over tags of the share of correct pictures in each tag, as its
 * `summary_scores.py` computes it; not the share over all pictures. NaN without a tagged row.
 *
 * @example
 * ```ts
 * import { genevalScore } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const row = (value: number, tag: string) => (
 *   { file: "a.png", metric: "geneval", value, tool: "geneval", extra: { tag } }
 * );
 * assert.equal(genevalScore([row(1, "colors"), row(1, "colors"), row(0, "counting")]), 0.5);
 * ```
 */
export function genevalScore(rows: ImportedScore[]): number {
  const tags = new Map<unknown, number[]>();
  for (const { metric, value, extra } of rows) {
    if (metric !== "geneval" || extra?.tag === undefined) continue;
    tags.set(extra.tag, [...tags.get(extra.tag) ?? [], value]);
  }
  const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  return mean([...tags.values()].map(mean));
}

function objectOf(text: unknown): Record<string, unknown> | null {
  if (typeof text === "object" && !Array.isArray(text)) {
    return text as Record<string, unknown> | null;
  }
  try {
    const value = JSON.parse(String(text));
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function yesOrNo(v: unknown): boolean | null {
  if (v === true || v === 1 || /^(true|1)$/i.test(String(v))) return true;
  if (v === false || v === 0 || /^(false|0)$/i.test(String(v))) return false;
  return null;
}

function extraOf(row: Record<string, unknown>): { extra?: Record<string, string> } {
  const metadata = objectOf(row.metadata ?? "");
  const extra: Record<string, string> = {};
  for (const key of ["tag", "prompt", "reason"]) {
    const v = row[key] ?? metadata?.[key];
    if (typeof v === "string" && v !== "") extra[key] = v;
  }
  return Object.keys(extra).length > 0 ? { extra } : {};
}
