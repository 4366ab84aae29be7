import tCdf from "@stdlib/stats-base-dists-t-cdf";
import { linearFit, printable, tInterval } from "@kgen/stats";
import { confoundersOf } from "./arrhenius_confounders.ts";
import { checkedPoints, checkKelvin, fittedPoints } from "./arrhenius_points.ts";
import { arrheniusText, verdictOnTemperature } from "./arrhenius_text.ts";
import type { Arrhenius, ArrheniusPoint } from "./arrhenius_types.ts";
import { KineticsError } from "./errors.ts";
import type { Estimate } from "./estimate.ts";
import { fromCoefficient } from "./from_coefficient.ts";
import { GAS_CONSTANT } from "./gas_constant.ts";
import { serialErrors } from "./serial_errors.ts";

/** How the standard errors of an Arrhenius fit are made. */
export type ArrheniusErrors = "AR1" | "plain" | "HC3" | { lags: number | "auto" };

/** Options of {@link arrhenius}. */
export interface ArrheniusOptions {
  /**
   * "AR1" (default): errors of which neighbours in time resemble each other; the points must stand in the
   * order of measurement. Others as in `linearFit`: "plain", "HC3", { lags } (Newey-West).
   */
  errors?: ArrheniusErrors;
  level?: number;
}

/** Fewer points than this cannot show how neighbours resemble each other. */
const SHORT = 12;

/**
 * Arrhenius fit: ln k = ln A − (Ea/R)/T by least squares, T in kelvin.
 *
 * Runs on a card that warms slowly are not independent: plain errors of 79 runs with a neighbour correlation of
 * 0.55 call pure noise an effect in 19 to 27 % of trials. The default errors allow for it (AR(1) by REML) and
 * hold 5 %; `plain` and `hac` stand beside them. An effect is not a cause: see `confounders`.
 *
 * Source: S. Arrhenius, Z. Phys. Chem. 4 (1889) 226. Ea = R·(Ea/R) with R = 8.314462618 J/(mol K). Intervals of k at a
 * temperature from the full covariance of ln A and Ea/R; with neighbours correlated by 0.55 those of 80 runs cover 92 %.
 *
 * @param points {T_K, k}, in the order of measurement; with sm_clock_mhz and power_w the confounders are named
 * @throws {KineticsError} fewer than 4 points; T below 200 K (°C given?) or k not above 0, with column and rows
 * @throws {FitError} all temperatures equal
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { arrhenius, kelvin } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 *
 * const runs = dataset("h100/runs").filter((run) => run.group === "heat");
 * const fit = arrhenius(runs.map((run) => ({ T_K: kelvin(run.t_before_c), k: run.k_sampling! })));
 * assert.equal(fit.EaR.value.toFixed(0), "283"); // K
 * assert.equal(fit.plain.se.toFixed(0), "235");
 * assert.equal(fit.effect, false);
 * console.log(String(fit));
 * ```
 */
export function arrhenius(
  points: readonly ArrheniusPoint[],
  options: ArrheniusOptions = {},
): Arrhenius {
  const { errors = "AR1", level = 0.95 } = options;
  const { x, y } = checkedPoints(points, 4);
  const fit = linearFit(x, y, { name: "1/T", level });
  const hacFit = linearFit(x, y, { name: "1/T", level, errors: { lags: "auto" } });
  const how = covarianceBy(errors, x, y, level);
  const [lnA, slope] = fit.coefficients.map((c) => c.value);
  const [[aa, ab], [, bb]] = how.covariance;
  const estimate = (value: number, variance: number, unit: string, factor = 1): Estimate => {
    const se = Math.sqrt(variance) * factor;
    return { value: value * factor, se, ci: tInterval(value * factor, se, how.df, level), unit };
  };
  const EaR = estimate(-slope, bb, "K");
  const p = 2 * tCdf(-Math.abs(EaR.value / EaR.se), how.df);
  const lnKAt = (T_K: number) => {
    const u = 1 / T_K;
    return estimate(lnA + slope * u, Math.max(0, aa + 2 * u * ab + u * u * bb), "");
  };
  const first = Math.min(...x), last = Math.max(...x);
  const notes: string[] = [];
  if (errors === "AR1" && points.length < SHORT) {
    notes.push(
      `${points.length} points are too few to see how far neighbours resemble each other; the errors may be too small.`,
    );
  }
  const result: Arrhenius = {
    name: "arrhenius",
    EaR,
    Ea: estimate(-slope, bb, "kJ/mol", GAS_CONSTANT / 1000),
    lnA: estimate(lnA, aa, ""),
    p,
    effect: p < 1 - level,
    r2: fit.r2,
    n: fit.n,
    df: how.df,
    dw: fit.dw,
    level,
    errors: how.words,
    rho: how.rho,
    plain: fromCoefficient(fit.coefficients[1], "K", -1),
    hac: fromCoefficient(hacFit.coefficients[1], "K", -1),
    range: [1 / last, 1 / first],
    points: fittedPoints(points, x, y, fit),
    line: Array.from({ length: 101 }, (_, i) => {
      const u = first + (last - first) * i / 100, { value, ci: [lo, hi] } = lnKAt(1 / u);
      return { T_K: 1 / u, x: u, y: value, lo, hi };
    }),
    confounders: confoundersOf(points),
    verdict: "",
    notes,
    fit,
    kAt: (T_K) => {
      checkKelvin(T_K);
      const at = lnKAt(T_K), k = Math.exp(at.value);
      return { value: k, se: k * at.se, ci: [Math.exp(at.ci[0]), Math.exp(at.ci[1])], unit: "s⁻¹" };
    },
  };
  result.verdict = verdictOnTemperature(result);
  return printable(result, arrheniusText);
}

/** Covariance of (ln A, slope) with its degrees of freedom. */
function covarianceBy(errors: ArrheniusErrors, x: number[], y: number[], level: number) {
  if (errors === "AR1") return serialErrors([x.map(() => 1), x], y);
  if (typeof errors === "string" && errors !== "plain" && errors !== "HC3") {
    throw new KineticsError(
      "argument",
      `errors must be "AR1", "plain", "HC3" or { lags: "auto" }; got "${errors}".`,
    );
  }
  const { covariance, df, errors: words } = linearFit(x, y, { name: "1/T", level, errors });
  return { covariance, df, words, rho: null };
}
