import { checkEnough, checkFinite, checkLevel, checkVaries, checkWeights } from "./check.ts";
import { condition } from "./condition.ts";
import { type DD, dot, multiply, root, toDD } from "./double_double.ts";
import { describe, type Fit } from "./fit.ts";
import { fitText } from "./fit_text.ts";
import { type Column, solve } from "./gram_schmidt.ts";
import { printable } from "./print.ts";

/** A linear least-squares fit. */
export interface LinearFit extends Fit {
  /** Diagonal of the hat matrix, one a row; large ones pull the fit towards themselves. */
  leverage: number[];
  /** ŷ at x: a number for one predictor, else the predictors in the order of the columns. */
  predict(x: number | number[]): number;
}

/** Options of the linear fits. */
export interface LinearOptions {
  /** Positive weights, one a row; the error's variance of row i is taken as σ²/wᵢ. */
  weights?: ArrayLike<number>;
  /** Fit a constant too; true unless said otherwise. */
  intercept?: boolean;
  /** Confidence level of the intervals; 0.95 unless said otherwise. */
  level?: number;
}

/** Least squares on columns in double-double; `row` makes the predictors of one x. */
export function fitColumns(
  y: ArrayLike<number>,
  predictors: Column[],
  { weights, intercept = true, level = 0.95 }: LinearOptions,
  row: (x: number | number[]) => number[],
): LinearFit {
  const n = y.length;
  const one: Column = { name: "intercept", values: new Array<DD>(n).fill([1, 0]) };
  const columns = intercept ? [one, ...predictors] : predictors;
  const names = columns.map((c) => c.name);
  checkLevel(level);
  checkFinite("y", y);
  checkWeights(weights, n);
  checkEnough(n, names);
  if (intercept) { for (const c of predictors) checkVaries(c.name, c.values.map((v) => v[0])); }

  const roots = weights === undefined ? null : Array.from(weights, (w) => root(toDD(w)));
  const weigh = (values: DD[]) =>
    roots === null ? values : values.map((v, i) => multiply(v, roots[i]));
  const solution = solve(
    columns.map((c) => ({ name: c.name, values: weigh(c.values) })),
    weigh(Array.from(y, toDD)),
  );
  const values = solution.beta.map((b) => b[0]);
  const raw = {
    names,
    values,
    unscaled: solution.inverse.map((a) => solution.inverse.map((b) => dot(a, b)[0])),
    y,
    residuals: solution.residuals.map((e, i) => roots === null ? e[0] : e[0] / roots[i][0]),
    weights,
    centred: intercept,
    condition: condition(solution.r.map((line) => line.map((v) => v[0]))),
    level,
  };
  const predict = (x: number | number[]) => {
    const terms = intercept ? [1, ...row(x)] : row(x);
    return terms.reduce((sum, v, j) => sum + v * values[j], 0);
  };
  const fit: LinearFit = { ...describe(raw), leverage: solution.leverage, predict };
  return printable(
    fit,
    (f) => fitText(f, weights === undefined ? "Linear fit" : "Weighted linear fit"),
  );
}
