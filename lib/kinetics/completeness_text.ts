import { significant } from "@kgen/stats";
import type { Completeness } from "./completeness.ts";

/** A completeness as text: a line a frame. */
export function completenessText(c: Completeness): string {
  const zero = c.baseline === "first frame" ? "the first frame" : "the given score";
  const lines = c.points.map((p) =>
    `  step ${String(p.step).padStart(2)}  t = ${p.t.toFixed(3)} s  I = ${p.I.toFixed(4)}` +
    (p.used ? "" : `  not used: ${p.why}`)
  );
  return [
    `Completeness of run ${c.run} by ${c.metric} against the ${c.reference}: ` +
    `I = 0 at ${significant(c.baselineValue)} (${zero}), I = 1 at ${significant(c.ceilingValue)}`,
    ...lines,
    ...c.notes,
  ].join("\n");
}
