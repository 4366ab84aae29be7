import { checkEnough, checkFinite, checkLength, checkLevel, checkVaries } from "./check.ts";
import { FitError } from "./errors.ts";
import { describe, type Fit } from "./fit.ts";
import { fitText } from "./fit_text.ts";
import { median } from "./moments.ts";
import { normalAbove, normalQuantile } from "./normal.ts";
import { printable } from "./print.ts";

/**
 * A line by the median of the slopes of all pairs. It has no likelihood and no covariance: r2, aic,
 * aicc, bic and the standard errors are NaN; the slope has an interval and a p value by ranks, the
 * intercept has none. `sigma` is the median size of the residuals over 0.6745.
 */
export interface TheilSen extends Fit {
  predict(x: number): number;
}

/** Pairs grow with n²: beyond this they would fill the memory. */
const MOST = 8000;

/**
 * Theil-Sen line: slope = median of (yⱼ − yᵢ)/(xⱼ − xᵢ) over all pairs with different x, intercept =
 * median of y − slope·x. Up to 29 % of the rows may be arbitrarily wrong. The slope's interval holds
 * the ordered slopes that Kendall's S cannot refuse, and p is that of S being 0, both by the normal
 * approximation with ties (P. K. Sen, JASA 63 (1968) 1379).
 *
 * @throws {FitError} unequal lengths, NaN, fewer than 3 points, x constant, more than 8000 rows
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { theilSen } from "@kgen/stats";
 *
 * const fit = theilSen([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 60, 7]);
 * assert.equal(fit.coefficients[1].value, 1);
 * ```
 */
export function theilSen(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { level = 0.95, name = "x" }: { level?: number; name?: string } = {},
): TheilSen {
  const n = y.length, names = ["intercept", name];
  checkLength(name, x.length, n, "y");
  checkFinite(name, x);
  checkFinite("y", y);
  checkLevel(level);
  checkEnough(n, names);
  checkVaries(name, x);
  if (n > MOST) {
    throw new FitError("argument", `Theil-Sen takes up to ${MOST} rows; got ${n}. Use huber.`);
  }
  const slopes = slopesOf(x, y), pairs = slopes.length;
  const slope = middle(slopes);
  const intercept = median(Array.from(y, (v, i) => v - slope * x[i]));
  const residuals = Array.from(y, (v, i) => v - intercept - slope * x[i]);

  const spread = Math.sqrt(variance(n, x, y));
  const half = normalQuantile(1 - (1 - level) / 2) * spread;
  const lo = Math.max(Math.round((pairs - half) / 2) - 1, 0);
  const hi = Math.min(Math.round((pairs + half) / 2), pairs - 1);
  let s = 0;
  for (let i = 0; i < pairs; i++) s += Math.sign(slopes[i]);
  const shared = describe({
    names,
    values: [intercept, slope],
    unscaled: [[NaN, NaN], [NaN, NaN]],
    robust: { covariance: [[NaN, NaN], [NaN, NaN]], words: "by ranks (Sen)" },
    y,
    residuals,
    centred: true,
    condition: NaN,
    level,
  });
  shared.coefficients[1].ci = [slopes[lo], slopes[hi]];
  shared.coefficients[1].p = 2 * normalAbove(Math.abs(s) / spread);
  const fit: TheilSen = {
    ...shared,
    sigma: median(residuals.map(Math.abs)) / 0.6744897501960817,
    r2: NaN,
    aic: NaN,
    aicc: NaN,
    bic: NaN,
    predict: (x) => intercept + slope * x,
  };
  return printable(fit, (f) => fitText(f, "Theil-Sen line"));
}

/** Slopes of all pairs with different x, sorted. */
function slopesOf(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const n = y.length, slopes = new Float64Array(n * (n - 1) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (x[i] !== x[j]) slopes[count++] = (y[i] - y[j]) / (x[i] - x[j]);
    }
  }
  return slopes.subarray(0, count).sort();
}

function middle(sorted: Float64Array): number {
  const m = sorted.length;
  return m % 2 ? sorted[(m - 1) / 2] : (sorted[m / 2 - 1] + sorted[m / 2]) / 2;
}

/** Variance of Kendall's S with ties: [n(n−1)(2n+5) − Σ t(t−1)(2t+5)]/18. */
function variance(n: number, ...columns: ArrayLike<number>[]): number {
  const term = (t: number) => t * (t - 1) * (2 * t + 5);
  let sum = term(n);
  for (const column of columns) {
    const ties = new Map<number, number>();
    for (let i = 0; i < n; i++) ties.set(column[i], (ties.get(column[i]) ?? 0) + 1);
    for (const t of ties.values()) sum -= term(t);
  }
  return sum / 18;
}
