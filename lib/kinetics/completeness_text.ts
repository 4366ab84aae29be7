import { significant } from "@kgen/stats";
import type { Completeness } from "./completeness_types.ts";

/** A completeness as text: a line a frame. */
export function completenessText(c: Completeness): string {
  const lines = c.points.map((p) =>
    `  step ${String(p.step).padStart(2)}  t = ${p.t.toFixed(3)} s  I = ${p.I.toFixed(4)}` +
    (p.used ? "" : `  not used: ${p.why}`)
  );
  const plateau = c.plateau === undefined ? "" : ` (${c.plateau.name})`;
  const against = c.reference === "none" ? "" : ` against the ${c.reference}`;
  const complexity = c.C === 1 ? "" : `, C = ${significant(c.C, 3)}`;
  return [
    `Completeness of run ${c.run} by ${c.metric}${against}: ` +
    `I = 0 at ${significant(c.baselineValue)} (${c.baselineName ?? c.baseline}), ` +
    `I = 1 at ${significant(c.ceilingValue)}${plateau}${complexity}`,
    ...lines,
    ...c.notes,
  ].join("\n");
}
