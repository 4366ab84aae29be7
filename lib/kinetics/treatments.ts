import { adjusted, type Adjustment, printable, significant } from "@kgen/stats";
import { textTable } from "@kgen/tables";
import { KineticsError } from "./errors.ts";
import type { QualityChange, Treatment, TreatmentKind } from "./treatment_types.ts";
import { change, KINDS, treatmentWords } from "./treatment_words.ts";

/** One treatment, ready for `htmlTable` or `textTable`. */
export interface TreatmentRow {
  treatment: string;
  against: string;
  verdict: string;
  n: string;
  "k ratio (interval)": string;
  "corrected p": number | null;
  "smallest seen": string;
  quality: string;
  "barrier, Ea/R": string;
  p: number | null;
  "permutation p": number | null;
  "Hedges' g": number | null;
}

/** Several treatments, corrected for being several. */
export interface Treatments {
  name: "treatments";
  all: Treatment[];
  adjustment: Adjustment;
  /** How many comparisons of k the correction is for. */
  comparisons: number;
  level: number;
  table: TreatmentRow[];
  words: string;
}

/**
 * Several treatments in one table, their p values corrected for being several (Holm unless said otherwise; those of quality among
 * themselves), and each called what it then is: catalyst, inhibitor, or no effect seen, with the smallest effect that could have been.
 *
 * @throws {KineticsError} no treatments
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { notTested, treatment, treatments } from "@kgen/kinetics";
 *
 * const runs = (...k: number[]) => k.map((k, pair) => ({ pair, k }));
 * const t = treatments([
 *   treatment("a", runs(7, 7.1, 6.9, 7), runs(8.1, 8.2, 8, 8.1)),
 *   treatment("b", runs(7, 7.1, 6.9, 7), runs(7.1, 7, 7, 6.9)),
 *   notTested("attention", "attention", "All runs used one kind of attention."),
 * ]);
 * assert.deepEqual(t.all.map((x) => x.kind), ["faster, product unseen", "no effect seen", "not tested"]);
 * assert.equal(t.comparisons, 2);
 * ```
 */
export function treatments(
  list: readonly Treatment[],
  options: { adjust?: Adjustment } = {},
): Treatments {
  const { adjust = "holm" } = options;
  if (list.length === 0) throw new KineticsError("argument", "There are no treatments to compare.");
  const p = adjusted(list.map((t) => t.p), adjust);
  const q = adjusted(list.map((t) => t.quality?.p ?? null), adjust);
  const all = list.map((t, i) =>
    printable(
      judged({
        ...t,
        adjusted: p[i],
        quality: t.quality && { ...t.quality, adjusted: q[i] },
      }),
      (one) => one.words,
    )
  );
  const comparisons = list.filter((t) => t.test !== null).length, { level } = list[0];
  const result: Treatments = {
    name: "treatments",
    all,
    adjustment: adjust,
    comparisons,
    level,
    table: all.map(row),
    words: "",
  };
  result.words = familyWords(result);
  return printable(result, (t) => `${textTable(t.table, { maxRows: 60 })}\n${t.words}`);
}

/** A treatment called what it is by its corrected p values. */
export function judged(t: Treatment): Treatment {
  if (t.test === null) return t;
  const alpha = 1 - t.level;
  const quality = t.quality && { ...t.quality, verdict: verdictOn(t.quality, alpha) };
  const kind: TreatmentKind = t.p >= alpha
    ? "no effect seen"
    : t.adjusted >= alpha
    ? "undecided"
    : t.ratio.value < 1
    ? "inhibitor"
    : quality === null
    ? "faster, product unseen"
    : quality.verdict === "worse"
    ? "faster, worse product"
    : quality.verdict === "no change seen"
    ? "faster, product unclear"
    : "catalyst";
  const result = { ...t, quality, kind };
  result.words = treatmentWords(result);
  return result;
}

/** What quality did, by the corrected p and, where a margin is given, by the interval. */
function verdictOn(q: QualityChange, alpha: number): QualityChange["verdict"] {
  const sign = q.direction === "higher" ? 1 : -1, { difference, ci } = q.test;
  if (q.adjusted < alpha && sign * difference > 0) return "better";
  // Surely less good, and surely by less than matters, is as good.
  const worst = Math.min(sign * ci[0], sign * ci[1]);
  if (q.margin !== undefined && worst > -q.margin) return "as good";
  return q.adjusted < alpha ? "worse" : "no change seen";
}

const known = (v: number) => Number.isNaN(v) ? null : v;

function row(t: Treatment): TreatmentRow {
  const { quality: q, barrier: b } = t;
  const three = (v: number) => significant(v, 3);
  return {
    treatment: t.treatment,
    against: t.control,
    verdict: KINDS[t.kind],
    n: t.test === null ? "" : typeof t.n === "number" ? `${t.n} pairs` : `${t.n[1]} and ${t.n[0]}`,
    "k ratio (interval)": t.test === null
      ? ""
      : `${three(t.ratio.value)} (${three(t.ratio.ci[0])} to ${three(t.ratio.ci[1])})`,
    "corrected p": known(t.adjusted),
    "smallest seen": t.test ? `${significant(100 * t.smallestSeen, 2)} %` : "",
    quality: q ? `${q.name}: ${q.verdict}` : t.test ? "not seen" : "",
    "barrier, Ea/R": t.test === null
      ? ""
      : b.testable
      ? `${three(b.change!.value)} K (${three(b.change!.ci[0])} to ${three(b.change!.ci[1])})`
      : "not testable",
    p: known(t.p),
    "permutation p": t.test?.permutation.p ?? null,
    "Hedges' g": t.test === null ? null : known(t.test.effect.g),
  };
}

function familyWords(r: Treatments): string {
  const names: Record<Adjustment, string> = {
    holm: "Holm's correction",
    "benjamini-hochberg": "Benjamini and Hochberg's correction",
    bonferroni: "Bonferroni's correction",
    none: "no correction",
  };
  const list = (kind: TreatmentKind) => r.all.filter((t) => t.kind === kind);
  const named = (t: Treatment) =>
    r.all.filter((x) => x.treatment === t.treatment).length > 1
      ? `${t.treatment} against ${t.control}`
      : t.treatment;
  const told = (kinds: TreatmentKind[], head: string) => {
    const found = kinds.flatMap(list);
    return found.length === 0
      ? []
      : [`${head}: ${found.map((t) => `${named(t)} (${change(t.ratio.value)})`).join(", ")}.`];
  };
  const none = list("no effect seen");
  return [
    `${r.comparisons} comparison${r.comparisons === 1 ? "" : "s"}, ${
      names[r.adjustment]
    } at ${+(100 * (1 - r.level)).toFixed(2)} %.`,
    ...told(["catalyst"], "Catalyst 催化剂"),
    ...told(["faster, product unclear"], "Faster, product unclear 产物不明"),
    ...told(["faster, product unseen"], "Faster, product unseen 产物未知"),
    ...told(["faster, worse product"], "Faster, worse product 产物变差"),
    ...told(["inhibitor"], "Inhibitor 抑制剂"),
    ...none.length > 0
      ? [
        `No effect seen 未见效应 (smallest this design could see): ${
          none.map((t) => `${named(t)} (${significant(100 * t.smallestSeen, 2)} %)`).join(", ")
        }.`,
      ]
      : [],
    ...told(["undecided"], "Undecided 未定, seen alone and not after the correction"),
    ...list("not tested").map((t) => t.words),
  ].join("\n");
}
