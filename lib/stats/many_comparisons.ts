import { FitError } from "./errors.ts";

/** How p values are corrected for being many. */
export type Adjustment = "holm" | "benjamini-hochberg" | "bonferroni" | "none";

/**
 * p values corrected for many comparisons, in the order in which they came. Who looks at twenty comparisons at a level
 * of 5 % sees one effect where there is none.
 *
 * - "holm" (S. Holm, Scand. J. Statistics 6 (1979) 65): the chance of even one false alarm stays below the level,
 *   however the comparisons depend on each other. Sharper than "bonferroni", and never wrong where that is right.
 * - "benjamini-hochberg" (Y. Benjamini, Y. Hochberg, J. Royal Stat. Soc. B 57 (1995) 289): the expected share of false
 *   alarms among the alarms stays below the level, for independent (or positively dependent) comparisons.
 *
 * @param p null or NaN where a comparison could not be made: it stays NaN and does not count
 * @throws {FitError} a p outside [0, 1], a method that is not there
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { adjusted } from "@kgen/stats";
 *
 * const p = [0.01, 0.02, 0.03, 0.04, 0.05]; // R: p.adjust(p, "holm"), p.adjust(p, "BH")
 * assert.deepEqual(adjusted(p, "holm").map((v) => v.toFixed(2)), ["0.05", "0.08", "0.09", "0.09", "0.09"]);
 * assert.deepEqual(adjusted(p, "benjamini-hochberg").map((v) => v.toFixed(2)), Array(5).fill("0.05"));
 * ```
 */
export function adjusted(
  p: readonly (number | null)[],
  method: Adjustment = "holm",
): number[] {
  const known = p.map((value, i) => ({ value: value ?? NaN, i }))
    .filter(({ value }) => !Number.isNaN(value)).sort((a, b) => a.value - b.value);
  const bad = known.find(({ value }) => value < 0 || value > 1);
  if (bad) {
    throw new FitError("argument", `p ${bad.i} (counted from 0) is ${bad.value}, not from 0 to 1.`);
  }
  const m = known.length, result = p.map(() => NaN);
  const of: Record<Adjustment, () => number[]> = {
    none: () => known.map((k) => k.value),
    bonferroni: () => known.map((k) => m * k.value),
    holm: () => running(known.map((k, rank) => (m - rank) * k.value), Math.max),
    "benjamini-hochberg": () =>
      running(known.map((k, rank) => m * k.value / (rank + 1)).reverse(), Math.min).reverse(),
  };
  if (!Object.hasOwn(of, method)) {
    throw new FitError(
      "argument",
      `There is no correction "${method}"; there are ${Object.keys(of).join(", ")}.`,
    );
  }
  of[method]().forEach((value, rank) => result[known[rank].i] = Math.min(1, value));
  return result;
}

/** The extreme of the values so far: a larger p never gets a smaller correction. */
function running(values: number[], extreme: (a: number, b: number) => number): number[] {
  let last = values[0];
  return values.map((v) => last = extreme(last, v));
}
