import { checkFinite, checkLevel } from "./check.ts";
import { FitError } from "./errors.ts";
import type { LinearFit } from "./fit_columns.ts";
import { recall } from "./internals.ts";
import type { NonlinearFit } from "./nonlinear.ts";
import type { Huber } from "./huber.ts";
import type { SegmentedFit } from "./segmented_fit.ts";
import { tInterval } from "./student.ts";

/** One point of a band. */
export interface BandPoint<X = number> {
  x: X;
  /** The fitted curve there. */
  y: number;
  se: number;
  lo: number;
  hi: number;
}

/**
 * Interval of a fitted curve at each x: ŷ ± t·√(gᵀVg), g the derivative of the curve by the
 * parameters there and V the fit's covariance (for a nonlinear fit this is the delta method:
 * G. A. F. Seber, C. J. Wild, Nonlinear Regression, 1989, 5.1). `"confidence"`: where the curve
 * itself lies; `"prediction"`: where one new point of weight 1 falls, ŷ ± t·√(σ² + gᵀVg).
 * The intervals are pointwise: of a whole band at 0.95 some part is off more often than in 5 %.
 *
 * @param fit a linear, Huber, nonlinear or broken-line fit, as its function returned it
 * @param x the places; elements are what `fit.predict` takes
 * @param level the fit's own unless given
 * @throws {FitError} a fit without a covariance, a level outside (0, 1), NaN in x
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { band, linearFit } from "@kgen/stats";
 *
 * const fit = linearFit([1, 2, 3, 4, 5], [1.1, 1.9, 3.2, 3.9, 5.0]);
 * const [at3] = band(fit, [3]);
 * assert.equal(at3.se.toFixed(6), (fit.sigma / Math.sqrt(5)).toFixed(6));
 * const [next] = band(fit, [6], "prediction");
 * assert.ok(next.lo < 6 && 6 < next.hi);
 * ```
 */
export function band<X = number>(
  fit: LinearFit | Huber | NonlinearFit<X> | SegmentedFit,
  x: ArrayLike<X>,
  kind: "confidence" | "prediction" = "confidence",
  level: number = fit.level,
): BandPoint<X>[] {
  checkLevel(level);
  if (kind !== "confidence" && kind !== "prediction") {
    throw new FitError("argument", `kind must be "confidence" or "prediction"; got "${kind}".`);
  }
  const places = Array.from(x);
  places.forEach((v) => {
    if (typeof v === "number") checkFinite("x", places as unknown as number[]);
    else if (Array.isArray(v)) checkFinite("x", v);
  });
  const { gradient } = recall(fit);
  const held = fit.covariance.map((row, j) => Number.isNaN(row[j]));
  const extra = kind === "prediction" ? fit.sigma ** 2 : 0;
  return places.map((at) => {
    // A parameter on its bound is taken as known, as in the fit's own table.
    const g = gradient(at as never).map((v, j) => held[j] ? 0 : v);
    let variance = extra;
    g.forEach((a, j) =>
      g.forEach((b, k) => {
        if (a !== 0 && b !== 0) variance += a * b * fit.covariance[j][k];
      })
    );
    const y = fit.predict(at as never), se = Math.sqrt(variance);
    const [lo, hi] = tInterval(y, se, fit.dfErrors, level);
    return { x: at, y, se, lo, hi };
  });
}
