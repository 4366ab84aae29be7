import { significant } from "@kgen/stats";
import type { Treatment, TreatmentKind } from "./treatment_types.ts";

/** The kinds in both languages. */
export const KINDS: Record<TreatmentKind, string> = {
  "catalyst": "catalyst 催化剂",
  "faster, product unclear": "faster, product unclear 产物不明",
  "faster, product unseen": "faster, product unseen 产物未知",
  "faster, worse product": "faster, worse product 产物变差",
  "inhibitor": "inhibitor 抑制剂",
  "undecided": "undecided 未定",
  "no effect seen": "no effect seen 未见效应",
  "not tested": "not tested 未检验",
};

/** A ratio as a change: "+20.7 %", "−4.1 %". */
export function change(ratio: number): string {
  const value = 100 * (ratio - 1);
  return `${value > 0 ? "+" : ""}${significant(value, Math.abs(value) < 10 ? 2 : 3)} %`;
}

/** What a comparison showed, in sentences that can be read aloud. */
export function treatmentWords(t: Treatment): string {
  if (t.test === null) return `${t.treatment}: not tested. ${t.notes.join(" ")}`;
  const s = significant, percent = `${+(100 * t.level).toFixed(2)} %`;
  const size = typeof t.n === "number"
    ? `${t.n} pairs`
    : `${t.n[1]} runs against ${t.n[0]}, in blocks`;
  const { permutation: q, effect } = t.test;
  const k =
    `${t.treatment} against ${t.control} (${size}): k changes by ${
      change(t.ratio.value)
    } (${percent} interval ${change(t.ratio.ci[0])} to ${change(t.ratio.ci[1])}); p = ${
      s(t.p, 2)
    }, corrected ${s(t.adjusted, 2)}; ` +
    `${t.design === "paired" ? "sign-flip" : "relabelling"} p = ${s(q.p, 2)}${
      q.least > 1 - t.level ? ` (so few data cannot give less than ${s(q.least, 2)})` : ""
    }; ${effect.name} = ${s(effect.value, 2)} (${s(effect.ci[0], 2)} to ${
      s(effect.ci[1], 2)
    }), Hedges' g = ${s(effect.g, 2)}.`;
  const verdict = t.kind === "undecided"
    ? `Undecided 未定: seen alone, and not after the correction for many comparisons.`
    : t.kind === "no effect seen"
    ? `No effect seen 未见效应; the smallest effect this design could see is ${
      s(100 * t.smallestSeen, 2)
    } %.`
    : `${KINDS[t.kind].replace(/^./, (c) => c.toUpperCase())}.`;
  const product = t.quality === null
    ? "Quality: no pictures to score in these data."
    : `Quality (${t.quality.name}): ${t.quality.test.difference > 0 ? "+" : ""}${
      s(t.quality.test.difference, 3)
    } (${percent} interval ${s(t.quality.test.ci[0], 2)} to ${
      s(t.quality.test.ci[1], 2)
    }), corrected p = ${s(t.quality.adjusted, 2)}: ${t.quality.verdict}.`;
  const { ifAllBarrier: all } = t.barrier;
  const supposed = all === null || t.kind === "no effect seen" || t.kind === "undecided" ? [] : [
    `If all of it were barrier, and ln A the same, Ea/R would be ${
      all.value < 0 ? "lower" : "higher"
    } by ${
      s(Math.abs(all.value), 2)
    } K; at one temperature this cannot be told from a change of A.`,
  ];
  return [k, verdict, product, t.barrier.words, ...supposed, ...t.notes].join(" ");
}
