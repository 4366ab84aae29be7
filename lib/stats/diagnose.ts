import fCdf from "@stdlib/stats-base-dists-f-cdf";
import { COLLINEAR } from "./condition.ts";
import { diagnosisText, diagnosisWords } from "./diagnosis_text.ts";
import { durbinWatsonBelow } from "./durbin_watson.ts";
import type { Fit } from "./fit.ts";
import { recall } from "./internals.ts";
import { printable } from "./print.ts";
import { shapiroWilk } from "./shapiro.ts";
import { tProbability } from "./student.ts";

/** What can be wrong with a fit. Rows count from 0. */
export interface Diagnosis {
  /** p: of "independent errors", two-sided. */
  durbinWatson: { value: number; p: number; method: string };
  /** p: of "normal errors". */
  normality: { test: string; statistic: number; p: number };
  /** Leverage of every row; they add up to the number of parameters. */
  leverage: number[];
  /** Rows with more than twice the mean leverage. */
  highLeverage: { row: number; leverage: number }[];
  /** Cook's distance of every row: how far the coefficients move without it. */
  cook: number[];
  /** Rows without which the coefficients leave their own 20 % confidence region. */
  influential: { row: number; cook: number }[];
  /** Rows too far off to be chance: externally studentised residual, p by Bonferroni below 0.05. */
  outliers: { row: number; t: number; p: number }[];
  condition: { value: number; collinear: boolean };
  /** One sentence a finding. */
  words: string[];
}

/**
 * Checks what a fit's standard errors and intervals rest on.
 *
 * - Durbin-Watson with an exact p value (Imhof's integral; a beta approximation beyond 200 rows)
 * - normality of the residuals: Shapiro-Wilk (Royston's AS R94), Jarque-Bera beyond 5000 rows
 * - leverage hᵢ above 2p/n; Cook's distance eᵢ²hᵢ/(p·s²·(1−hᵢ)²) above the 20 % point of F(p, n−p)
 *   (R. D. Cook, Technometrics 19 (1977) 15); outliers by externally studentised residuals
 * - condition number of the scaled design above 30
 *
 * For a nonlinear fit or a broken line all of it holds in the tangent plane at the best fit.
 *
 * @throws {FitError} anything but a fit as its function returned it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { diagnose, linearFit } from "@kgen/stats";
 *
 * const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
 * const y = [1.0, 2.1, 2.9, 4.2, 5.0, 5.9, 7.1, 8.0, 9.1, 14];
 * const d = diagnose(linearFit(x, y));
 * assert.deepEqual(d.outliers.map((o) => o.row), [9]);
 * console.log(String(d));
 * ```
 */
export function diagnose(fit: Fit): Diagnosis {
  const { q, leverage: h, scaled: e } = recall(fit);
  const { n, df } = fit, p = n - df;
  const s2 = fit.rss / df;
  const cook = Array.from(e, (v, i) => v * v * h[i] / (p * s2 * (1 - h[i]) ** 2));
  const leverage = Array.from(h);
  const rows = leverage.map((_, row) => row);
  const studentised = rows.map((i) => {
    const others = (fit.rss - e[i] * e[i] / (1 - h[i])) / (df - 1);
    return df > 1 && others > 0 ? e[i] / Math.sqrt(others * (1 - h[i])) : NaN;
  });
  const below = durbinWatsonBelow(fit.dw, q);
  const found = {
    durbinWatson: {
      value: fit.dw,
      p: Math.min(1, 2 * Math.min(below.p, 1 - below.p)),
      method: below.exact ? "Imhof's integral" : "beta approximation",
    },
    normality: normality(e),
    leverage,
    highLeverage: rows.filter((i) => h[i] > 2 * p / n).map((row) => ({ row, leverage: h[row] })),
    cook,
    influential: rows.filter((i) => fCdf(cook[i], p, df) > 0.2).map((row) => ({
      row,
      cook: cook[row],
    })),
    outliers: rows
      .map((row) => ({
        row,
        t: studentised[row],
        p: Math.min(1, n * tProbability(studentised[row], df - 1)),
      }))
      .filter((o) => o.p < 0.05),
    condition: { value: fit.condition, collinear: fit.condition > COLLINEAR },
  };
  return printable({ ...found, words: diagnosisWords(found) }, diagnosisText);
}

function normality(e: ArrayLike<number>): Diagnosis["normality"] {
  const n = e.length;
  if (n <= 5000) {
    const { W, p } = shapiroWilk(e);
    return { test: "Shapiro-Wilk", statistic: W, p };
  }
  let mean = 0, m2 = 0, m3 = 0, m4 = 0;
  for (let i = 0; i < n; i++) mean += e[i] / n;
  for (let i = 0; i < n; i++) {
    const d = e[i] - mean;
    m2 += d * d / n;
    m3 += d ** 3 / n;
    m4 += d ** 4 / n;
  }
  const JB = n / 6 * (m3 * m3 / m2 ** 3 + (m4 / (m2 * m2) - 3) ** 2 / 4);
  return { test: "Jarque-Bera", statistic: JB, p: Math.exp(-JB / 2) }; // χ² on 2 df
}
