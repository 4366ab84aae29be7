import { adjusted, type Adjustment, printable, significant } from "@kgen/stats";
import { textTable } from "@kgen/tables";
import { type ComplianceRate, complianceRate, percent } from "./compliance_rate.ts";
import { KineticsError } from "./errors.ts";
import { groupBy } from "./group_by.ts";
import { mcnemarExact } from "./mcnemar.ts";
import type { Quench } from "./quench_types.ts";

/** Whether one run was quenched, and under which treatment. */
export interface QuenchedRun {
  treatment: string;
  /** What it shares with its partner under the first treatment: prompt and seed. */
  pair: string | number;
  /** `quench` of the run; null where it has too few frames to tell. */
  quench: Pick<Quench, "kind" | "quenched"> | null;
}

/** One treatment. */
export interface QuenchRow {
  treatment: string;
  n: number;
  quenched: string;
  "rate": number | null;
  "95 % interval": [lo: number, hi: number] | null;
  fell: number;
  stalled: number;
  complete: number;
  rising: number;
  unknown: number;
  "only here / only there": string;
  p: number | null;
  corrected: number | null;
}

/** Quench rates of several treatments. */
export interface QuenchTable {
  name: "quenchTable";
  table: QuenchRow[];
  rates: ComplianceRate[];
  words: string;
}

/**
 * How often runs are quenched (淬灭) under several treatments: rates with Wilson's interval, and McNemar's exact test against the first
 * treatment on the pairs that disagree, corrected for their number. A run of which nothing is known ("unknown", or too few
 * frames) is counted as such, and in no rate.
 *
 * @throws {KineticsError} no runs, a pair twice under a treatment
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { quenchTable } from "@kgen/kinetics";
 *
 * const run = (treatment: string, pair: number, quenched: boolean) => (
 *   { treatment, pair, quench: { quenched, kind: quenched ? "stalled" as const : "complete" as const } }
 * );
 * const pairs = [1, 2, 3, 4, 5, 6];
 * const table = quenchTable([...pairs.map((p) => run("30 steps", p, false)), ...pairs.map((p) => run("8 steps", p, true))]);
 * assert.equal(table.table[1].rate, 1);
 * assert.equal(table.table[1].p?.toFixed(3), "0.031"); // 2 of the 64 ways in which six pairs can disagree
 * ```
 */
export function quenchTable(
  runs: readonly QuenchedRun[],
  options: { level?: number; adjust?: Adjustment } = {},
): QuenchTable {
  const { level = 0.95, adjust = "holm" } = options;
  if (runs.length === 0) throw new KineticsError("argument", "There are no runs to count.");
  const groups = [...groupBy(runs, (r) => r.treatment)];
  const verdict = (r: QuenchedRun) =>
    r.quench === null || r.quench.kind === "unknown" ? null : r.quench.quenched;
  const byPair = groups.map(([name, mine]) => {
    const found = new Map(mine.map((r) => [String(r.pair), verdict(r)]));
    if (found.size === mine.length) return found;
    throw new KineticsError("bad table", `${name}: a pair stands there twice.`);
  });
  const tests = byPair.map((mine, i) => {
    if (i === 0) return null;
    const both = [...mine].map(([pair, here]) => ({ here, there: byPair[0].get(pair) ?? null }))
      .filter((x) => x.here !== null && x.there !== null);
    const here = both.filter((x) => x.here && !x.there).length;
    const there = both.filter((x) => x.there && !x.here).length;
    return both.length === 0 ? null : { here, there, p: mcnemarExact(here, there) };
  });
  const corrected = adjusted(tests.map((t) => t?.p ?? null), adjust);
  const rates: ComplianceRate[] = [];
  const rows = groups.map(([treatment, mine], i): QuenchRow => {
    const known = mine.filter((r) => verdict(r) !== null);
    const rate = known.length === 0
      ? null
      : complianceRate(known.filter((r) => verdict(r)).length, known.length, level);
    if (rate) rates.push(rate);
    const of = (kind: Quench["kind"]) => mine.filter((r) => r.quench?.kind === kind).length;
    const test = tests[i];
    return {
      treatment,
      n: mine.length,
      quenched: rate ? `${rate.k} of ${rate.n}` : "none known",
      rate: rate?.rate ?? null,
      "95 % interval": rate?.ci ?? null,
      fell: of("fell"),
      stalled: of("stalled"),
      complete: of("complete"),
      rising: of("rising"),
      unknown: mine.length - known.length,
      "only here / only there": test ? `${test.here} / ${test.there}` : "",
      p: test?.p ?? null,
      corrected: test ? corrected[i] : null,
    };
  });
  const words = rows.map((r, i) => {
    if (r.rate === null) return `${r.treatment}: whether it was quenched is not known of any run.`;
    const [lo, hi] = r["95 % interval"]!, test = tests[i];
    const tell = test === null
      ? ""
      : corrected[i] < 1 - level
      ? `, ${test.here > test.there ? "more" : "fewer"} than ${rows[0].treatment} (corrected p = ${
        significant(corrected[i], 2)
      })`
      : `, no difference from ${rows[0].treatment} seen`;
    return `${r.treatment}: quenched ${r.quenched} (${percent(lo)} to ${percent(hi)})${tell}.`;
  }).join("\n");
  return printable(
    { name: "quenchTable" as const, table: rows, rates, words },
    (t) => `${textTable(t.table)}\n${t.words}`,
  );
}
