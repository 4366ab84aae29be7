import tCdf from "@stdlib/stats-base-dists-t-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { checkLevel } from "./check.ts";

/**
 * Two-sided interval estimate ± t·se with Student's t on `df` degrees of freedom.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tInterval } from "@kgen/stats";
 *
 * const [lo, hi] = tInterval(10, 1, 12); // t(0.975, 12) = 2.1788
 * assert.equal(lo.toFixed(4), "7.8212");
 * assert.equal(hi.toFixed(4), "12.1788");
 * ```
 */
export function tInterval(
  estimate: number,
  se: number,
  df: number,
  level = 0.95,
): [lo: number, hi: number] {
  checkLevel(level);
  const half = tQuantile(1 - (1 - level) / 2, df) * se;
  return [estimate - half, estimate + half];
}

/** Two-sided p value of a t statistic. */
export function tProbability(t: number, df: number): number {
  if (Number.isNaN(t)) return NaN;
  return 2 * tCdf(-Math.abs(t), df);
}
