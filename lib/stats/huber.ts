import { checkEnough, checkFinite, checkLength, checkLevel, checkVaries } from "./check.ts";
import { condition } from "./condition.ts";
import { type DD, dot, multiply, root, toDD } from "./double_double.ts";
import { FitError } from "./errors.ts";
import { describe } from "./fit.ts";
import type { LinearFit } from "./fit_columns.ts";
import { type Column, solve } from "./gram_schmidt.ts";
import { huberCovariance, huberText } from "./huber_parts.ts";
import { remember } from "./internals.ts";
import { median } from "./moments.ts";
import { printable } from "./print.ts";

/** A linear fit by Huber's M-estimator. It has no likelihood: r2, aic, aicc and bic are NaN. */
export interface Huber extends LinearFit {
  /** Robust scale of the errors, the median of their sizes over 0.6745; `sigma` is the same. */
  scale: number;
  /** Weight of each row at the end: 1, or less for a row that is far off. */
  rowWeights: number[];
  converged: boolean;
  iterations: number;
}

/** Options of {@link huber}. */
export interface HuberOptions {
  /** Errors beyond k·scale count less; 1.345 keeps 95 % efficiency for normal errors. */
  k?: number;
  intercept?: boolean;
  level?: number;
  /** Name of a single predictor; "x" unless given. */
  name?: string;
}

const AT_MOST = 200;

/**
 * Robust least squares: Huber's M-estimator (P. J. Huber, Annals of Statistics 1 (1973) 799) by
 * iteratively reweighted least squares, weights min(1, k·s/|eᵢ|), s = median|eᵢ|/0.6745 anew each
 * time; the estimate of R's `MASS::rlm`, and its asymptotic standard errors. It resists rows that
 * are far off in y, not ones far out in x (see `diagnose`, `theilSen`).
 *
 * @param y n numbers
 * @param x n numbers, or named columns of them
 * @throws {FitError} as `leastSquares`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { huber } from "@kgen/stats";
 *
 * const fit = huber([1.1, 1.9, 3.2, 3.9, 5.1, 5.9, 30], [1, 2, 3, 4, 5, 6, 7]); // one row is far off
 * assert.ok(Math.abs(fit.coefficients[1].value - 1) < 0.2);
 * assert.ok(fit.rowWeights[6] < 0.1);
 * ```
 */
export function huber(
  y: ArrayLike<number>,
  x: ArrayLike<number> | Record<string, ArrayLike<number>>,
  { k = 1.345, intercept = true, level = 0.95, name = "x" }: HuberOptions = {},
): Huber {
  const columns = design(y, x, intercept, name);
  const names = columns.map((c) => c.name), n = y.length;
  checkLevel(level);
  if (!(k > 0)) throw new FitError("argument", `k must be positive; got ${k}.`);
  checkFinite("y", y);
  checkEnough(n, names);
  if (intercept) {
    for (const c of columns.slice(1)) {
      checkVaries(
        c.name,
        c.values.map((v) => v[0]),
      );
    }
  }

  const target = Array.from(y, toDD);
  const plain = solve(columns, target);
  const spread = Math.max(...Array.from(y, Math.abs));
  let beta = plain.beta.map((b) => b[0]), e = plain.residuals.map((v) => v[0]);
  let weights = e.map(() => 1), scale = 0, converged = false, iterations = 0;
  while (!converged && iterations < AT_MOST) {
    iterations++;
    scale = median(e.map(Math.abs)) / 0.6744897501960817;
    // More than half of the rows lie on the line: nothing is left to weigh by.
    if (scale <= 1e-14 * spread) {
      converged = true;
      break;
    }
    weights = e.map((v) => Math.min(1, k * scale / Math.abs(v)));
    const next = weighted(columns, target, weights);
    const moved = Math.sqrt(next.e.reduce((s, v, i) => s + (v - e[i]) ** 2, 0));
    converged = moved <= 1e-11 * Math.sqrt(e.reduce((s, v) => s + v * v, 0));
    beta = next.beta;
    e = next.e;
  }
  const { q, inverse, leverage } = plain;
  const unscaled = inverse.map((a) => inverse.map((b) => dot(a, b)[0]));
  const shared = describe({
    names,
    values: beta,
    unscaled,
    robust: huberCovariance(e, scale, k, unscaled),
    y,
    residuals: e,
    centred: intercept,
    condition: condition(plain.r.map((line) => line.map((v) => v[0]))),
    level,
  });
  const gradient = (x: number | number[]) => {
    const given = typeof x === "number" ? [x] : x;
    return intercept ? [1, ...given] : given;
  };
  const fit: Huber = {
    ...shared,
    sigma: scale,
    r2: NaN,
    aic: NaN,
    aicc: NaN,
    bic: NaN,
    scale,
    rowWeights: weights,
    converged,
    iterations,
    leverage,
    predict: (x) => gradient(x).reduce((sum, v, j) => sum + v * beta[j], 0),
  };
  const orthonormal = q.map((c) => c.map((v) => v[0]));
  remember(fit, { q: orthonormal, leverage, scaled: e, gradient, linear: true, weights: null });
  return printable(fit, huberText);
}

function design(
  y: ArrayLike<number>,
  x: ArrayLike<number> | Record<string, ArrayLike<number>>,
  intercept: boolean,
  name: string,
): Column[] {
  const single = Array.isArray(x) || ArrayBuffer.isView(x);
  const entries = single ? [[name, x as ArrayLike<number>] as const] : Object.entries(x);
  const columns = entries.map(([name, values]) => {
    checkLength(name, values.length, y.length, "y");
    checkFinite(name, values);
    return { name, values: Array.from(values as ArrayLike<number>, toDD) };
  });
  const one = { name: "intercept", values: new Array<DD>(y.length).fill([1, 0]) };
  return intercept ? [one, ...columns] : columns;
}

function weighted(columns: Column[], y: DD[], weights: number[]): { beta: number[]; e: number[] } {
  const roots = weights.map((w) => root(toDD(w)));
  const weigh = (values: DD[]) => values.map((v, i) => multiply(v, roots[i]));
  const { beta, residuals } = solve(
    columns.map(({ name, values }) => ({ name, values: weigh(values) })),
    weigh(y),
  );
  return { beta: beta.map((b) => b[0]), e: residuals.map((v, i) => v[0] / roots[i][0]) };
}
