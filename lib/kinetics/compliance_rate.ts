import { normalQuantile, printable, significant } from "@kgen/stats";
import { KineticsError } from "./errors.ts";

/** How many of n did what was asked. */
export interface ComplianceRate {
  k: number;
  n: number;
  /** k/n */
  rate: number;
  /** Wilson's score interval. */
  ci: [lo: number, hi: number];
  level: number;
  words: string;
}

/**
 * Rate of pictures that do what their prompt asks, with Wilson's score interval (E. B. Wilson, JASA 22 (1927) 209),
 *
 *     (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
 *
 * which stays in [0, 1] and means something at 0 and n of n, where p ± 1.96·SE has no width. It takes the pictures as
 * independent: several seeds of one prompt are not quite.
 *
 * @throws {KineticsError} k or n that is not a count
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { complianceRate } from "@kgen/kinetics";
 *
 * const { ci } = complianceRate(130, 140);
 * assert.deepEqual(ci.map((v) => v.toFixed(3)), ["0.874", "0.961"]);
 * ```
 */
export function complianceRate(k: number, n: number, level = 0.95): ComplianceRate {
  if (!(Number.isInteger(n) && n > 0 && Number.isInteger(k) && k >= 0 && k <= n)) {
    throw new KineticsError(
      "argument",
      `A rate is k of n, whole numbers with 0 ≤ k ≤ n and n above 0; got ${k} of ${n}.`,
    );
  }
  const z2 = normalQuantile((1 + level) / 2) ** 2, p = k / n;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = Math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  // Rounding must not leave 1e-17 of an end that is exactly 0 or 1.
  const ci: [number, number] = [k === 0 ? 0 : middle - half, k === n ? 1 : middle + half];
  const words = `${k} of ${n}, ${percent(p)} (${+(100 * level).toFixed(2)} % interval ${
    percent(ci[0])
  } to ${percent(ci[1])}, Wilson)`;
  return printable({ k, n, rate: p, ci, level, words }, (r) => r.words);
}

/** "92.9 %" */
export const percent = (p: number): string => `${significant(100 * p, 3)} %`;
