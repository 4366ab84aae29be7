import { checkFinite } from "./check.ts";
import { FitError } from "./errors.ts";
import { tInterval } from "./student.ts";

/** A mean with its uncertainty. `se` and `ci` are null for a single value: it has no spread. */
export interface Mean {
  n: number;
  mean: number;
  sd: number | null;
  se: number | null;
  ci: [lo: number, hi: number] | null;
  level: number;
}

/**
 * Mean with standard error and t interval: mean ± t(n−1)·s/√n.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { meanInterval } from "@kgen/stats";
 *
 * const m = meanInterval([11.11, 8.79]); // the two Turbo rows of the seed's table
 * assert.equal(m.mean.toFixed(2), "9.95");
 * assert.equal(m.se?.toFixed(2), "1.16");
 * assert.equal(meanInterval([7]).ci, null);
 * ```
 */
export function meanInterval(values: ArrayLike<number>, level = 0.95): Mean {
  checkSome(values);
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  if (n === 1) return { n, mean, sd: null, se: null, ci: null, level };
  let ss = 0;
  for (let i = 0; i < n; i++) ss += (values[i] - mean) ** 2;
  const sd = Math.sqrt(ss / (n - 1));
  const se = sd / Math.sqrt(n);
  return { n, mean, sd, se, ci: tInterval(mean, se, n - 1, level), level };
}

/**
 * Quantile by linear interpolation between order statistics (R's type 7, NumPy's default).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { quantile } from "@kgen/stats";
 *
 * assert.equal(quantile([4, 1, 3, 2], 0.9), 3.7);
 * ```
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  checkSome(values);
  if (!(q >= 0 && q <= 1)) throw new FitError("argument", `q must lie in [0, 1]; got ${q}.`);
  const sorted = Float64Array.from(values).sort();
  const at = q * (sorted.length - 1);
  const below = Math.floor(at), above = Math.ceil(at);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

function checkSome(values: ArrayLike<number>): void {
  if (values.length === 0) throw new FitError("too few", "No values: at least one is needed.");
  checkFinite("values", values);
}
