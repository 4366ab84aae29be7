import { leastSquares, printable, tInterval } from "@kgen/stats";
import { arrhenius } from "./arrhenius.ts";
import { checkedPoints } from "./arrhenius_points.ts";
import type { ArrheniusPoint } from "./arrhenius_types.ts";
import { causesText, NAMES, verdictOnCauses } from "./arrhenius_with_text.ts";
import type { ArrheniusWith, Covariate } from "./arrhenius_with_types.ts";
import { canBeSeparated, standardised, togetherness } from "./collinearity.ts";
import { KineticsError } from "./errors.ts";
import type { Estimate } from "./estimate.ts";
import { serialErrors } from "./serial_errors.ts";

/**
 * Arrhenius fit with other causes beside temperature: ln k = ln A − (Ea/R)/T + Σ eⱼ·ln(causeⱼ), errors AR(1).
 * Where the causes moved together (a variance inflation factor above 10, or a condition number above 30) the data
 * cannot say which of them it was: no separate numbers are given.
 *
 * A cause on the way from temperature to k (heat lowers the clock, the clock lowers k) must not be held: what
 * remains is then only the part of temperature that goes another way.
 *
 * @param covariates columns of the points: "sm_clock_mhz", "power_w"
 * @throws {KineticsError} as `arrhenius`; a covariate that was not recorded, is not positive or never changes
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { arrheniusWith } from "@kgen/kinetics";
 *
 * // Made up: a card whose clock follows its temperature to the megahertz.
 * const points = Array.from({ length: 20 }, (_, i) => ({
 *   T_K: 320 + i, sm_clock_mhz: 1980 - 5 * i, k: 7 + 0.01 * i + 0.02 * Math.sin(9 * i),
 * }));
 * const fit = arrheniusWith(points, ["sm_clock_mhz"]);
 * assert.equal(fit.separable, false);
 * assert.equal(fit.EaR, null);
 * ```
 */
export function arrheniusWith(
  points: readonly ArrheniusPoint[],
  covariates: Covariate[],
  options: { level?: number } = {},
): ArrheniusWith {
  const level = options.level ?? 0.95;
  if (covariates.length === 0 || covariates.some((c) => !(c in NAMES))) {
    throw new KineticsError(
      "argument",
      `The covariates must be one or more of ${Object.keys(NAMES).join(", ")}; got ` +
        `${JSON.stringify(covariates)}.`,
    );
  }
  const known = points.filter((p) => covariates.every((c) => p[c] !== null && p[c] !== undefined));
  if (known.length < 5 + covariates.length) {
    throw new KineticsError(
      "too few points",
      `${known.length} of ${points.length} points have ${
        covariates.join(" and ")
      }; this fit needs ${5 + covariates.length}.`,
    );
  }
  const { x, y } = checkedPoints(known, 4);
  const columns: Record<string, number[]> = { "1/T": x };
  for (const c of covariates) columns[NAMES[c]] = logarithms(known, c);
  const standard = Object.fromEntries(
    Object.entries(columns).map(([name, v]) => [name, standardised(name, v)]),
  );
  const { vif, condition } = togetherness(standard);
  const separable = canBeSeparated(vif, condition);
  const fit = separable ? leastSquares(y, columns, { level }) : null;
  const serial = serialErrors([x.map(() => 1), ...Object.values(separable ? columns : {})], y);
  const estimate = (j: number, unit: string, sign = 1): Estimate => {
    const value = sign * fit!.coefficients[j].value, se = Math.sqrt(serial.covariance[j][j]);
    return { value, se, ci: tInterval(value, se, serial.df, level), unit };
  };
  const result: ArrheniusWith = {
    name: "arrheniusWith",
    covariates,
    separable,
    EaR: separable ? estimate(1, "K", -1) : null,
    elasticities: separable
      ? covariates.map((covariate, j) => ({ covariate, estimate: estimate(j + 2, "") }))
      : null,
    vif,
    condition,
    r2: fit?.r2 ?? NaN,
    n: known.length,
    left_out: points.length - known.length,
    errors: serial.words,
    alone: arrhenius(known, { level }),
    verdict: "",
  };
  result.verdict = verdictOnCauses(result, level);
  return printable(result, causesText);
}

function logarithms(points: ArrheniusPoint[], c: Covariate): number[] {
  return points.map((p, i) => {
    const v = p[c]!;
    if (v > 0 && v < Infinity) return Math.log(v);
    throw new KineticsError(
      "argument",
      `Column ${c}, row ${i} (counted from 0), is ${v}: its logarithm is needed, so it must be above 0.`,
    );
  });
}
