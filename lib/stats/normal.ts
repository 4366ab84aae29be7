const ROOT_2PI = Math.sqrt(2 * Math.PI);

/**
 * Probability of a standard normal above z, to 14 digits in either tail: the power series of
 * G. Marsaglia (J. Stat. Software 11 (2004) 4) near the middle, Laplace's continued fraction beyond.
 */
export function normalAbove(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (z < 0) return 1 - normalAbove(-z);
  const density = Math.exp(-z * z / 2) / ROOT_2PI;
  if (z < 2.5) {
    let term = z, sum = z;
    for (let k = 3; term > 1e-17 * sum; k += 2) sum += term *= z * z / k;
    return 0.5 - density * sum;
  }
  let tail = z;
  for (let k = 200; k > 0; k--) tail = z + k / tail;
  return density / tail;
}

/**
 * Standard normal quantile: P. J. Acklam's rational start and one Halley step, which triples its digits.
 *
 * @param p probability below it; NaN outside [0, 1]
 *
 * @example
 * ```ts
 * import { normalQuantile } from "@kgen/stats";
 * import assert from "node:assert/strict";
 *
 * assert.equal(normalQuantile(0.975).toFixed(4), "1.9600");
 * ```
 */
export function normalQuantile(p: number): number {
  if (p <= 0 || p >= 1) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  const z = start(p);
  const u = (normalAbove(-z) - p) * ROOT_2PI * Math.exp(z * z / 2);
  return z - u / (1 + z * u / 2);
}

const polynomial = (c: number[], x: number) => c.reduce((sum, v) => sum * x + v, 0);

/** Good to 1e-9 of itself (P. J. Acklam, An algorithm for computing the inverse normal cdf, 2003). */
function start(p: number): number {
  const C = [
    -7.784894002430293e-3,
    -3.223964580411365e-1,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
  ];
  const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(C, q) / polynomial(D, q);
  }
  const A = [
    -3.969683028665376e1,
    2.209460984245205e2,
    -2.759285104469687e2,
    1.38357751867269e2,
    -3.066479806614716e1,
    2.506628277459239,
  ];
  const B = [
    -5.447609879822406e1,
    1.615858368580409e2,
    -1.556989798598866e2,
    6.680131188771972e1,
    -1.328068155288572e1,
    1,
  ];
  const q = p - 0.5, r = q * q;
  return q * polynomial(A, r) / polynomial(B, r);
}
