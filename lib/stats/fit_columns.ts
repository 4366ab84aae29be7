import { checkEnough, checkFinite, checkLevel, checkVaries, checkWeights } from "./check.ts";
import { condition } from "./condition.ts";
import { checkErrors, type Errors, sandwich } from "./covariance.ts";
import { type DD, dot, multiply, root, toDD } from "./double_double.ts";
import { describe, type Fit } from "./fit.ts";
import { fitText } from "./fit_text.ts";
import { type Column, solve } from "./gram_schmidt.ts";
import { remember } from "./internals.ts";
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
  /**
   * What the standard errors, p values and intervals allow for. `"plain"` (default): equal variance,
   * independent errors. `"HC3"`: unequal variance. `{ lags }`: errors that resemble those of the rows
   * before (Newey-West); `"auto"` takes ⌊4·(n/100)^(2/9)⌋ lags. Rows must then stand in their order. Below 150 rows add
   * `smallSample: true`, or p values come out too small.
   */
  errors?: Errors;
  /** Confidence level of the intervals; 0.95 unless said otherwise. */
  level?: number;
}

/** Least squares on columns in double-double; `row` makes the predictors of one x. */
export function fitColumns(
  y: ArrayLike<number>,
  predictors: Column[],
  { weights, intercept = true, errors = "plain", level = 0.95 }: LinearOptions,
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
  checkErrors(errors, n);
  if (intercept) { for (const c of predictors) checkVaries(c.name, c.values.map((v) => v[0])); }

  const roots = weights === undefined ? null : Array.from(weights, (w) => root(toDD(w)));
  const weigh = (values: DD[]) =>
    roots === null ? values : values.map((v, i) => multiply(v, roots[i]));
  const solution = solve(
    columns.map((c) => ({ name: c.name, values: weigh(c.values) })),
    weigh(Array.from(y, toDD)),
  );
  const values = solution.beta.map((b) => b[0]);
  const residuals = solution.residuals.map((e, i) => roots === null ? e[0] : e[0] / roots[i][0]);
  const scaled = solution.residuals.map((e) => e[0]);
  const { leverage, inverse } = solution;
  const influence = () =>
    Array.from({ length: n }, (_, i) => inverse.map((a) => dot(a, solution.q.map((c) => c[i]))[0]));
  const raw = {
    names,
    values,
    unscaled: inverse.map((a) => inverse.map((b) => dot(a, b)[0])),
    robust: errors === "plain"
      ? undefined
      : sandwich({ rows: influence(), residuals: scaled, leverage }, errors),
    y,
    residuals,
    weights,
    centred: intercept,
    condition: condition(solution.r.map((line) => line.map((v) => v[0]))),
    level,
  };
  const terms = (x: number | number[]) => intercept ? [1, ...row(x)] : row(x);
  const predict = (x: number | number[]) => terms(x).reduce((sum, v, j) => sum + v * values[j], 0);
  const fit: LinearFit = { ...describe(raw), leverage, predict };
  remember(fit, {
    q: solution.q.map((c) => c.map((v) => v[0])),
    leverage,
    scaled,
    gradient: terms,
    linear: true,
    weights: weights ?? null,
  });
  const title = weights === undefined ? "Linear fit" : "Weighted linear fit";
  return printable(fit, (f) => fitText(f, title));
}
