import { checkEnough, checkFinite, checkLength, checkLevel, checkVaries } from "./check.ts";
import { checkErrors, sandwich } from "./covariance.ts";
import { FitError } from "./errors.ts";
import { describe } from "./fit.ts";
import { bestBreak, placesReaching, straighten } from "./hinge.ts";
import { remember } from "./internals.ts";
import { printable } from "./print.ts";
import type { SegmentedFit, SegmentedOptions } from "./segmented_fit.ts";
import { refit, sort, tangentPlane } from "./segmented_parts.ts";
import { notesOf, segmentedText } from "./segmented_text.ts";
import { tInterval } from "./student.ts";
import { neighbours, simulatedP, supF } from "./sup_f.ts";

/**
 * Broken-line regression: y = a + b₁·x up to the break ψ and slope b₂ after it, continuous.
 *
 * The place is the exact least-squares one (closed form between each two neighbouring x). Its
 * interval is by profile likelihood, all ψ with (rss(ψ) − rss)/(rss/(n−4)) ≤ F(1, n−4): a Wald
 * interval of a break covers too little. If that set has gaps the interval spans them. Standard
 * errors of the slopes allow for ψ being fitted. Whether there is a break at all is a question for
 * `test.p` (sup-F with a simulated null), not for the interval.
 *
 * @param x n numbers in any order
 * @param y n numbers
 * @throws {FitError} unequal lengths, NaN, x constant, fewer than `edge` rows on each side of every
 * place
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { segmentedFit } from "@kgen/stats";
 *
 * const x = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
 * const y = [0.1, 0.9, 2.1, 2.9, 4.1, 4.1, 3.9, 4.1, 4.0, 3.9];
 * const fit = segmentedFit(x, y);
 * assert.equal(fit.break.value.toFixed(1), "4.1");
 * assert.ok(fit.test.p < 0.01);
 * console.log(String(fit));
 * ```
 */
export function segmentedFit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: SegmentedOptions = {},
): SegmentedFit {
  const { name = "x", level = 0.95, errors = "plain", edge = 3, simulations = 1999, seed = 1 } =
    options;
  const n = y.length;
  const names = ["intercept", "slope before", "slope after", "break"];
  checkLength(name, x.length, n, "y");
  checkFinite(name, x);
  checkFinite("y", y);
  checkLevel(level);
  checkEnough(n, names);
  checkVaries(name, x);
  checkErrors(errors, n);
  checkWhole("edge", edge, 2);
  checkWhole("simulations", simulations, 19);

  const sorted = sort(x, y, edge, name);
  const rss0 = straighten(sorted.hinges, sorted.e);
  const found = bestBreak(sorted.hinges, sorted.e);
  const place = sorted.back(found.place);
  const kinked = refit(x, y, place, name);
  const [a, b1, d] = kinked.beta.map((b) => b[0]);
  const residuals = kinked.residuals.map((v) => v[0]);

  const gradient = (v: number) => {
    const h = Math.max(v - place, 0);
    // Right at the break the curve has no derivative by its place: half-way between the two sides.
    return [1, v - h, h, v > place ? -d : v === place ? -d / 2 : 0];
  };
  const plane = tangentPlane(x, y, gradient, names);
  const raw = {
    names,
    values: [a, b1, b1 + d, place],
    unscaled: plane.unscaled,
    robust: errors === "plain"
      ? undefined
      : sandwich({ rows: plane.influence, residuals, leverage: plane.leverage }, errors),
    y,
    residuals,
    centred: true,
    condition: plane.condition,
    level,
  };
  const shared = describe(raw);
  const [, before, after, at] = shared.coefficients;
  const half = tInterval(0, 1, n - 4, level)[1];
  const wanted = found.gain - half * half * shared.rss / (n - 4);
  const reach = placesReaching(sorted.hinges, sorted.e, Math.min(wanted, found.gain));
  at.ci = [sorted.back(reach.lo), sorted.back(reach.hi)];
  at.se = at.t = at.p = NaN; // not the quantities that an interval or a test of a break rest on
  const rho = typeof errors === "object" ? neighbours(residuals, 4) : 0;
  const statistic = supF(rss0, found.gain, n);
  const fit: SegmentedFit = {
    ...shared,
    break: { value: place, ci: at.ci },
    yBreak: a + b1 * place,
    before: { slope: before.value, se: before.se, ci: before.ci },
    after: { slope: after.value, se: after.se, ci: after.ci },
    test: {
      supF: statistic,
      p: simulatedP(sorted.hinges, statistic, simulations, seed, sorted.order, rho),
      simulations,
      method: `sup-F, null simulated with ${
        rho === 0 ? "independent normal errors" : `AR(1) normal errors of ρ = ${rho.toFixed(2)}`
      } (seed ${seed})`,
    },
    notes: notesOf(reach, typeof errors === "object"),
    predict: (v: number) => a + b1 * v + d * Math.max(v - place, 0),
  };
  remember(fit, {
    q: plane.q,
    leverage: plane.leverage,
    scaled: residuals,
    gradient,
    linear: false,
    weights: null,
  });
  return printable(fit, segmentedText);
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new FitError("argument", `${name} must be a whole number from ${least} up; got ${value}.`);
}
