import { normalQuantile, printable, significant } from "@kgen/stats";
import { type ComplianceRate, complianceRate, percent } from "./compliance_rate.ts";
import { KineticsError } from "./errors.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { points } from "./points.ts";
import { tangoInterval } from "./tango.ts";

/** One content drawn from its English and from its Chinese prompt, and whether each picture does what was asked. */
export interface ParityRow {
  id?: string;
  en: boolean;
  zh: boolean;
}

/** Chinese against English prompts of the same content. */
export interface Parity {
  name: "parity";
  /** Pairs. */
  n: number;
  en: ComplianceRate;
  zh: ComplianceRate;
  /** How the pairs fell. */
  both: number;
  onlyEn: number;
  onlyZh: number;
  neither: number;
  /** Chinese rate less English rate, and Tango's interval of it. */
  difference: number;
  ci: [lo: number, hi: number];
  level: number;
  /** McNemar's exact test that neither language does better. */
  p: number;
  /** Effect among the pairs that disagree: onlyZh/(onlyZh + onlyEn) − ½ (Cohen's g), null where none does. */
  g: number | null;
  /** onlyZh/onlyEn, the odds ratio given the content; null where no pair disagrees. */
  oddsRatio: number | null;
  words: string;
}

/**
 * Bilingual parity: do Chinese prompts do as well as English ones of the same content? The pictures are paired (by
 * content, best also by seed), so only the pairs that disagree tell: McNemar's exact test on them, and Tango's score
 * interval of the difference of the rates. Cohen's g of 0.05 is called small, 0.15 medium, 0.25 large (J. Cohen,
 * Statistical Power Analysis, 1988, ch. 5).
 *
 * A large p does not show parity: the interval says which differences remain possible.
 *
 * @throws {KineticsError} no pairs; an en or zh that is not true or false
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parity } from "@kgen/kinetics";
 *
 * const pairs = (n: number, en: boolean, zh: boolean) => Array.from({ length: n }, () => ({ en, zh }));
 * const p = parity([...pairs(1, true, true), ...pairs(7, true, false), ...pairs(1, false, true), ...pairs(12, false, false)]);
 * assert.equal(p.p.toFixed(4), "0.0703");
 * assert.deepEqual(p.ci.map((v) => v.toFixed(3)), ["-0.517", "-0.026"]);
 * console.log(String(p));
 * ```
 */
export function parity(rows: readonly ParityRow[], options: { level?: number } = {}): Parity {
  const { level = 0.95 } = options, n = rows.length;
  if (n === 0) throw new KineticsError("argument", "There are no pairs: nothing to compare.");
  rows.forEach((r, i) => {
    if (typeof r.en === "boolean" && typeof r.zh === "boolean") return;
    throw new KineticsError(
      "bad table",
      `Pair ${r.id ?? i}: en is ${r.en} and zh is ${r.zh}; both must be true or false.`,
    );
  });
  const count = (en: boolean, zh: boolean) => rows.filter((r) => r.en === en && r.zh === zh).length;
  const both = count(true, true), onlyEn = count(true, false), onlyZh = count(false, true);
  const disagree = onlyEn + onlyZh;
  const result: Parity = {
    name: "parity",
    n,
    en: complianceRate(both + onlyEn, n, level),
    zh: complianceRate(both + onlyZh, n, level),
    both,
    onlyEn,
    onlyZh,
    neither: n - both - disagree,
    difference: (onlyZh - onlyEn) / n,
    ci: tangoInterval(onlyZh, onlyEn, n, normalQuantile((1 + level) / 2)),
    level,
    p: mcnemarExact(onlyZh, onlyEn),
    g: disagree === 0 ? null : onlyZh / disagree - 0.5,
    oddsRatio: disagree === 0 ? null : onlyZh / onlyEn,
    words: "",
  };
  result.words = words(result);
  return printable(result, (p) => p.words);
}

function words(r: Parity): string {
  const [lo, hi] = r.ci, far = Math.max(Math.abs(lo), Math.abs(hi));
  const better = r.difference > 0 ? "Chinese" : "English";
  const verdict = r.p < 1 - r.level
    ? `${better} prompts do better on the same content.`
    : `These pairs show no difference, but one of up to ${
      significant(100 * far, 2)
    } points would not be seen in them.`;
  return [
    `English ${r.en.k} of ${r.n} (${percent(r.en.rate)}), Chinese ${r.zh.k} of ${r.n} (${
      percent(r.zh.rate)
    }); difference ${points(r.difference)} points (${+(100 * r.level).toFixed(2)} % interval ${
      points(lo)
    } to ${points(hi)}, Tango).`,
    `${
      r.onlyEn + r.onlyZh
    } pairs disagree: ${r.onlyEn} right in English only, ${r.onlyZh} in Chinese only ` +
    `(McNemar exact p = ${significant(r.p, 2)}${
      r.g === null ? "" : `, Cohen's g ${significant(r.g, 2)}`
    }).`,
    verdict,
  ].join(" ");
}
