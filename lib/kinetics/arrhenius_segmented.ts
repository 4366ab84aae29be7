import { printable, segmentedFit, significant } from "@kgen/stats";
import { checkedPoints, fittedPoints } from "./arrhenius_points.ts";
import type { ArrheniusPoint, SegmentedArrhenius } from "./arrhenius_types.ts";
import type { Estimate } from "./estimate.ts";
import { estimateText } from "./estimate_text.ts";
import { ZERO_CELSIUS } from "./gas_constant.ts";

/** Options of {@link arrheniusSegmented}. */
export interface SegmentedArrheniusOptions {
  level?: number;
  /** Of the simulated null distribution of the test. */
  seed?: number;
  simulations?: number;
}

/**
 * ln k against 1/T as two lines that meet: does k stop growing above some temperature, as the seed document says of
 * 75 °C? The break is tested first (a broken line always fits better); its place has a profile-likelihood
 * interval. `plateau` is true where there is a break and the slope on the hot side may be 0.
 *
 * Points in the order of measurement: the null of the test is simulated with AR(1) errors and the errors of the
 * slopes are Newey-West's, as runs in a row resemble each other. The interval of the place is still that of
 * independent points.
 *
 * @throws {KineticsError} as `arrhenius`, fewer than 8 points
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { arrheniusSegmented } from "@kgen/kinetics";
 *
 * // Made up: Ea/R = 1200 K up to 345 K, flat above, a little noise.
 * const points = Array.from({ length: 40 }, (_, i) => {
 *   const T_K = 320 + i;
 *   return { T_K, k: 10 * Math.exp(1200 * (1 / 345 - 1 / Math.min(T_K, 345)) + 0.003 * Math.sin(7 * i * i)) };
 * });
 * const fit = arrheniusSegmented(points, { simulations: 200 });
 * assert.ok(fit.broken && fit.plateau);
 * assert.ok(Math.abs(fit.breakT.value - 345) < 3);
 * ```
 */
export function arrheniusSegmented(
  points: readonly ArrheniusPoint[],
  options: SegmentedArrheniusOptions = {},
): SegmentedArrhenius {
  const { level = 0.95, ...rest } = options;
  const { x, y } = checkedPoints(points, 8);
  const fit = segmentedFit(x, y, { name: "1/T", level, errors: { lags: "auto" }, ...rest });
  // Small 1/T is the hot side, and Ea/R the slope's negative.
  const side = (s: { slope: number; se: number; ci: [number, number] }): Estimate => ({
    value: -s.slope,
    se: s.se,
    ci: [-s.ci[1], -s.ci[0]],
    unit: "K",
  });
  const hot = side(fit.before), cool = side(fit.after);
  const broken = fit.test.p < 1 - level;
  const notes = [`Test of the break: ${fit.test.method}.`, ...fit.notes];
  const ends = [Math.min(...x), fit.break.value, Math.max(...x)];
  const result: SegmentedArrhenius = {
    name: "arrheniusSegmented",
    breakT: {
      value: 1 / fit.break.value,
      ci: [1 / fit.break.ci[1], 1 / fit.break.ci[0]],
      unit: "K",
    },
    p: fit.test.p,
    broken,
    cool,
    hot,
    plateau: broken && hot.ci[0] <= 0 && hot.ci[1] >= 0,
    n: fit.n,
    r2: fit.r2,
    level,
    points: fittedPoints(points, x, y, fit),
    line: ends.map((u) => ({ T_K: 1 / u, x: u, y: fit.predict(u) })),
    verdict: "",
    notes,
  };
  result.verdict = verdict(result);
  return printable(
    result,
    (r) =>
      [
        `Arrhenius fit with a break, ${r.n} points, R² ${significant(r.r2, 3)}`,
        `  Ea/R below the break ${estimateText(r.cool, r.level)}`,
        `  Ea/R above the break ${estimateText(r.hot, r.level)}`,
        r.verdict,
        ...r.notes,
      ].join("\n"),
  );
}

function verdict(r: SegmentedArrhenius): string {
  const celsius = (T: number) => significant(T - ZERO_CELSIUS, 3);
  if (!r.broken) {
    return `These data show no break (p = ${significant(r.p, 2)}): one line does as well as two.`;
  }
  const where = `${celsius(r.breakT.value)} °C (${celsius(r.breakT.ci[0])} to ${
    celsius(r.breakT.ci[1])
  })`;
  return r.plateau
    ? `The slope changes at ${where}, p = ${significant(r.p, 2)}, and above it k may be flat.`
    : `The slope changes at ${where}, p = ${significant(r.p, 2)}, but above it k is not flat.`;
}
