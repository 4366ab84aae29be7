import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { FitError } from "./errors.ts";
import { noncentralT } from "./noncentral_t.ts";
import { root } from "./root.ts";

/**
 * Power of a two-sided t test: how often it sees a difference that is there.
 *
 * @param d the true standardised difference, d_z for pairs
 * @param n pairs; for two groups n₁·n₂/(n₁ + n₂), with `df`
 * @param alpha level of the test, 0.05
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { power } from "@kgen/stats";
 *
 * assert.equal(power(0.5, 34).toFixed(2), "0.81"); // R: pwr.t.test(d = 0.5, n = 34, type = "paired")
 * ```
 */
export function power(d: number, n: number, alpha = 0.05, df = n - 1): number {
  check(n, df, alpha);
  const limit = tQuantile(1 - alpha / 2, df), delta = d * Math.sqrt(n);
  return 1 - noncentralT(limit, df, delta) + noncentralT(-limit, df, delta);
}

/**
 * The smallest standardised difference that a design of so many pairs sees in `wanted` (80 %) of trials. It belongs
 * beside each "no effect seen": smaller effects than this may well be there.
 *
 * @throws {FitError} fewer than 2 pairs
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { smallestSeen } from "@kgen/stats";
 *
 * assert.equal(smallestSeen(34).toFixed(2), "0.50");
 * assert.ok(smallestSeen(3) > 3); // three pairs see only what exceeds three times their scatter
 * ```
 */
export function smallestSeen(n: number, wanted = 0.8, alpha = 0.05, df = n - 1): number {
  check(n, df, alpha);
  const missing = (d: number) => power(d, n, alpha, df) - wanted;
  let hi = 3 / Math.sqrt(n);
  while (missing(hi) < 0) hi *= 1.6;
  return root(missing, 0, hi);
}

function check(n: number, df: number, alpha: number): void {
  if (!(n > 0 && df >= 1)) {
    throw new FitError("too few", `A t test needs at least 2 pairs; got ${n}.`);
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new FitError("argument", `alpha must lie between 0 and 1, such as 0.05; got ${alpha}.`);
  }
}
