import { COLLINEAR } from "./condition.ts";
import { PLAIN } from "./covariance.ts";
import type { Fit } from "./fit.ts";
import { columnsOfText, significant } from "./print.ts";

/** One row a coefficient, as an HTML or text table wants them. */
export interface FitTableRow {
  name: string;
  value: number;
  se: number;
  t: number;
  p: number;
  lo: number;
  hi: number;
}

/**
 * The coefficients of a fit as flat rows for a table or a data frame.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fitTable, linearFit } from "@kgen/stats";
 *
 * const rows = fitTable(linearFit([1, 2, 3, 4], [2.1, 3.9, 6.1, 8]));
 * assert.deepEqual(rows.map((r) => r.name), ["intercept", "x"]);
 * ```
 */
export function fitTable(fit: Fit): FitTableRow[] {
  return fit.coefficients.map(({ ci: [lo, hi], name, value, se, t, p }) => ({
    name,
    value,
    se,
    t,
    p,
    lo,
    hi,
  }));
}

/** A fit as text: a table of its coefficients and one line about the whole. */
export function fitText(fit: Fit, title: string): string {
  const percent = `${+(fit.level * 100).toFixed(2)} % interval`;
  const rows = fit.coefficients.map((c) => [
    c.name,
    significant(c.value, 6),
    significant(c.se),
    significant(c.t),
    c.p < 1e-16 ? "< 1e-16" : significant(c.p, 3),
    Number.isNaN(c.ci[0]) ? "–" : `${significant(c.ci[0], 5)} to ${significant(c.ci[1], 5)}`,
  ]);
  const whole = [
    `σ = ${significant(fit.sigma)}`,
    `R² = ${significant(fit.r2, 6)}`,
    `AICc = ${significant(fit.aicc, 5)}`,
    `Durbin-Watson = ${significant(fit.dw, 3)}`,
    `condition number = ${significant(fit.condition, 3)}`,
  ].join(", ");
  return [
    `${title}: n = ${fit.n}, df = ${fit.df}`,
    columnsOfText([["", "value", "SE", "t", "p", percent], ...rows]),
    whole,
    ...fit.errors === PLAIN ? [] : [`SE, t, p and interval: ${fit.errors}`],
    ...fit.condition > COLLINEAR
      ? [
        `The condition number is above ${COLLINEAR}: some coefficients lean on each other (intercept and ` +
        `slope do where x lies far from 0; centre it).`,
      ]
      : [],
  ].join("\n");
}
