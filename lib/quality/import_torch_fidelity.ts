import { parseLiteral } from "./import_literal.ts";
import { torchFidelityKeys, torchFidelityName } from "./import_names.ts";
import { numberOf } from "./import_number.ts";
import { type Imported, ImportedRows, ImportError } from "./import_rows.ts";
import { type ImportOptions, type ImportSource, textOf } from "./import_source.ts";

/**
 * Reads what torch-fidelity prints: one JSON object (`fidelity --json`), or lines `key: value`; text that
 * came before it through 2>&1 is passed over.
 *
 * The names become fid, kid, inception_score, precision, recall, f_score and ppl, with the standard
 * deviation in `extra.std`. The output names neither the sets nor their size: say `set` and `reference`.
 *
 * @throws {ImportError} naming file and line
 *
 * @example
 * ```ts
 * import { importTorchFidelity } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const text = '{"kernel_inception_distance_mean": -1e-05, "kernel_inception_distance_std": 0.004}';
 * const o = { set: "frames/008", reference: "final", version: "0.4.0" };
 * const { rows: [kid] } = await importTorchFidelity({ file: "out.json", text }, o);
 * assert.deepEqual([kid.metric, kid.value, kid.extra], ["kid", -1e-5, { std: 0.004, reference: "final" }]);
 * ```
 */
export async function importTorchFidelity(
  source: ImportSource,
  o: ImportOptions = {},
): Promise<Imported> {
  const { file, text } = await textOf(source);
  const values = valuesOf(text, file);
  if (
    ![...values.keys()].some((key) =>
      torchFidelityKeys.test(key) || /^(precision|recall)$/.test(key)
    )
  ) {
    throw new ImportError(
      file,
      null,
      "no score of torch-fidelity in it, expected a key like frechet_inception_distance.",
    );
  }
  const rows = new ImportedRows("torch-fidelity", file);
  for (const [key, [value, line]] of values) {
    if (key.endsWith("_std") && values.has(key.replace(/_std$/, "_mean"))) continue;
    const std = values.get(key.replace(/_mean$/, "_std"));
    const extra: Record<string, string | number> = {};
    if (std && std !== values.get(key) && Number.isFinite(std[0])) extra.std = std[0];
    if (o.reference !== undefined) extra.reference = o.reference;
    rows.row(line, {
      file: o.set ?? "",
      metric: torchFidelityName(key),
      value,
      tool: "torch-fidelity",
      ...(o.version === undefined ? {} : { version: o.version }),
      set: true,
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    });
  }
  if (o.set === undefined) rows.warn("torch-fidelity does not say of which set: give { set }.");
  return rows.done();
}

function valuesOf(text: string, file: string): Map<string, [value: number, line: number]> {
  const found = new Map<string, [number, number]>();
  const start = /^\s*\{/m.exec(text);
  if (start) {
    const { value, lines } = parseLiteral(text, start.index, file);
    for (const [key, v] of Object.entries(value as Record<string, unknown>)) {
      if (typeof v === "number" || v === null) found.set(key, [v ?? NaN, lines.get(key)!]);
    }
    return found;
  }
  text.split("\n").forEach((line, i) => {
    const match = /^\s*([a-z0-9_]+):\s*(\S+)\s*$/.exec(line);
    const value = match && numberOf(match[2]);
    if (match && value !== null) found.set(match[1], [value, i + 1]);
  });
  return found;
}
