import { FitError } from "./errors.ts";
import type { Fit } from "./fit.ts";

/** What later questions to a fit need and no reader of its table wants to see. */
export interface Internals {
  /** Orthonormal columns that span the (weighted) design, or the tangent plane at the best fit. */
  q: ArrayLike<number>[];
  /** Leverage of each row. */
  leverage: ArrayLike<number>;
  /** √wᵢ·eᵢ */
  scaled: ArrayLike<number>;
  /** Derivatives of the fitted curve by the parameters at x. */
  gradient: (x: never) => number[];
  /** Whether the curve is linear in its parameters, so that `q` is all there is to know. */
  linear: boolean;
  /** Weights of the rows, or null. */
  weights: ArrayLike<number> | null;
}

const known = new WeakMap<Fit, Internals>();

/** Keeps the internals beside a fit, out of sight of JSON, comparison and printing. */
export function remember<F extends Fit>(fit: F, internals: Internals): F {
  known.set(fit, internals);
  return fit;
}

/** The internals of a fit, if it has any. */
export const internalsOf = (fit: Fit): Internals | undefined => known.get(fit);

/** The internals of a fit; a copy of one, or a fit without a covariance, has none. */
export function recall(fit: Fit): Internals {
  const found = internalsOf(fit);
  if (found !== undefined) return found;
  throw new FitError(
    "argument",
    "This is not a fit with a covariance as leastSquares, linearFit, polynomialFit, huber, " +
      "nonlinearFit or segmentedFit returned it (a copy does not do, nor a Theil-Sen line).",
  );
}
