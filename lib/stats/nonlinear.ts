import { checkEnough, checkFinite, checkLength, checkLevel, checkWeights } from "./check.ts";
import { condition } from "./condition.ts";
import { checkErrors, type Sandwich, sandwich } from "./covariance.ts";
import { describe, type Fit } from "./fit.ts";
import { fitText } from "./fit_text.ts";
import { inverseGram, triangularise } from "./householder.ts";
import { minimise, type Minimum } from "./levenberg_marquardt.ts";
import {
  checkStart,
  isUsable,
  type NonlinearOptions,
  refuseSingular,
  toProblem,
} from "./nonlinear_problem.ts";
import { remember } from "./internals.ts";
import { printable } from "./print.ts";
import { type Problem, slopesAt } from "./problem.ts";
import { bestEnd, drawnStarts } from "./starts.ts";
import { tangent } from "./tangent.ts";

/** A nonlinear least-squares fit. */
export interface NonlinearFit<X = number> extends Fit {
  /** False: the search ended before the residuals were orthogonal to the model. Do not trust it. */
  converged: boolean;
  iterations: number;
  /** Names of parameters that ended on a bound; their se is NaN and the others' takes them as known. */
  atBound: string[];
  /** Leverage of each row in the tangent plane at the best fit. */
  leverage: number[];
  predict(x: X): number;
}

/**
 * Nonlinear least squares: the parameters p that minimise Σ (yᵢ − model(xᵢ, p))², by
 * Levenberg-Marquardt with QR, Moré's scaling and central differences. Covariance σ²(JᵀJ)⁻¹,
 * intervals by Student's t: right for many points, too narrow or lopsided for a handful.
 *
 * @param model f(x, p); x is one element of `x`, a number or whatever the model reads
 * @param x n elements
 * @param y n numbers
 * @param start a first guess of the parameters, or several: the best end is kept (see also
 * `options.starts`)
 * @throws {FitError} unequal lengths, NaN, too few points, a start where the model is not finite, a
 * parameter that the data do not determine
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { nonlinearFit } from "@kgen/stats";
 *
 * const t = [0.1, 0.2, 0.4, 0.6, 0.8, 1.2];
 * const I = [0.25, 0.46, 0.69, 0.84, 0.90, 0.97];
 * const fit = nonlinearFit((t, [k]) => 1 - Math.exp(-k * t), t, I, [1], { names: ["k"] });
 * assert.ok(fit.converged);
 * assert.equal(fit.coefficients[0].value.toFixed(2), "2.98");
 * ```
 */
export function nonlinearFit<X = number>(
  model: (x: X, p: number[]) => number,
  x: ArrayLike<X>,
  y: ArrayLike<number>,
  start: number[] | number[][],
  options: NonlinearOptions = {},
): NonlinearFit<X> {
  const starts = (typeof start[0] === "number" ? [start] : start) as number[][];
  const names = options.names ?? starts[0].map((_, j) => `b${j + 1}`);
  const { weights, errors = "plain", level = 0.95 } = options;
  checkLength("x", x.length, y.length, "y");
  checkFinite("y", y);
  checkPredictors(x);
  checkWeights(weights, y.length);
  checkLevel(level);
  checkEnough(y.length, names);
  checkErrors(errors, y.length);
  const problem = toProblem(model, x, y, names, options);
  const best = search(problem, starts, names, options);

  const { p, held } = best;
  const free = p.map((_, j) => j).filter((j) => !held[j]);
  const { r } = triangularise(free.map((j) => best.columns[j]), problem.target);
  refuseSingular(best, free, r, names);
  const inverse = inverseGram(r);
  const at = (i: number, j: number) =>
    held[i] || held[j] ? NaN : inverse[free.indexOf(i)][free.indexOf(j)];
  const plane = tangent(best.columns, r, free, p.length);
  const residuals = Array.from(y, (v, i) => v - model(x[i], p));
  const scaled = weights === undefined
    ? residuals
    : residuals.map((e, i) => e * Math.sqrt(weights[i]));
  const robust = errors === "plain" ? undefined : withHeld(
    sandwich({ rows: plane.influence, residuals: scaled, leverage: plane.leverage }, errors),
    held,
  );
  const raw = {
    names,
    values: p,
    unscaled: p.map((_, i) => p.map((_, j) => at(i, j))),
    y,
    robust,
    residuals,
    weights,
    centred: true,
    condition: free.length === 0 ? NaN : condition(r),
    level,
  };
  const fit: NonlinearFit<X> = {
    ...describe(raw),
    converged: best.converged,
    iterations: best.iterations,
    atBound: names.filter((_, j) => held[j]),
    leverage: Array.from(plane.leverage),
    predict: (x: X) => model(x, p),
  };
  remember(fit, {
    q: plane.q,
    leverage: plane.leverage,
    scaled,
    gradient: (x: X) => slopesAt(problem, (p) => model(x, p), p, starts[0]),
    linear: false,
    weights: weights ?? null,
  });
  return printable(fit, (f) => fitText(f, `Nonlinear fit${f.converged ? "" : ", NOT CONVERGED"}`));
}

/** Refuses x that is NaN, alone or within a row of predictors. */
function checkPredictors(x: ArrayLike<unknown>): void {
  if (typeof x[0] === "number") return checkFinite("x", x as ArrayLike<number>);
  if (!Array.isArray(x[0])) return;
  x[0].forEach((first, j) => {
    if (typeof first !== "number") return;
    checkFinite(`x[${j}]`, Array.from(x as ArrayLike<number[]>, (row) => row[j]));
  });
}

/** Searches from every start, given and drawn. A start without a finite model counts if it is the only one. */
function search(
  problem: Problem,
  given: number[][],
  names: string[],
  options: NonlinearOptions,
): Minimum {
  const all = [...given, ...drawnStarts(names, options)];
  const usable = all.filter((s) =>
    all.length === 1 || s.length !== names.length || isUsable(problem, s)
  );
  if (usable.length === 0) checkStart(problem, all[0], names);
  return bestEnd(
    usable.map((s) =>
      minimise(problem, checkStart(problem, s, names), options.maxIterations ?? 1000)
    ),
  );
}

/** A robust covariance with the parameters on a bound marked as such. */
function withHeld(sandwich: Sandwich, held: boolean[]): Sandwich {
  const { covariance } = sandwich;
  return {
    ...sandwich,
    covariance: covariance.map((row, j) => row.map((v, k) => held[j] || held[k] ? NaN : v)),
  };
}
