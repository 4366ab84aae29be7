import { printable } from "@kgen/stats";
import type { Completeness } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { rateLaw } from "./laws.ts";
import { type RateFit, rateFitText } from "./rate_fit.ts";
import { HIGHEST_ORDER, HIGHEST_PLATEAU, refuseFew, search } from "./rate_search.ts";

/** How a rate law is fitted. */
export interface RateFitOptions {
  /** "fixed": the curve ends at I = 1 (default). "fit": its plateau is a parameter too. */
  plateau?: "fixed" | "fit";
  /** Prompt complexity; the completeness's own (1) unless given. */
  C?: number;
}

const NO_INTERVAL: [number, number] = [NaN, NaN];

/**
 * Fits I(t) = P·f(k·C·t) to the used points by nonlinear least squares: f(x) = 1 − exp(−x) for
 * order 1, x/(1 + x) for order 2, 1 − (1 + (n−1)·x)^(1/(1−n)) for any other n; P, the plateau, is 1 or
 * fitted. Order 0 is the straight line I = k·C·t, which has no plateau to fit. With order "fit" n is a
 * parameter too, between 0 and 10, and the interval of k is wider for it.
 *
 * The standard error takes the errors of the points as independent and equally large. Frames of
 * one run are neither quite: see `dw`.
 *
 * @param order n, from 0 up, or "fit"
 * @throws {KineticsError} fewer than 4 usable points (one more for a fitted plateau, and for a fitted order),
 * an I that does not rise
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Completeness, fitOrder, rateLaw } from "@kgen/kinetics";
 *
 * // A made-up run of order 1.5 with k = 5 s⁻¹ and a little noise.
 * const noise = [2, -3, 1, 3, -2, -1, 2, -1, 3, -2].map((e) => e / 1000);
 * const points = noise.map((e, i) => {
 *   const t = 0.1 * (i + 1);
 *   return { step: i + 1, nfe: i + 1, t, I: rateLaw(1.5).rise(5 * t) + e, used: true };
 * });
 * const c = { run: "made-up", metric: "rmse", C: 1, points } as Completeness;
 * const { order, orderCi, k } = fitOrder(c, "fit");
 * assert.ok(orderCi![0] < 1.5 && 1.5 < orderCi![1]);
 * assert.equal(k.toFixed(0), "5");
 * ```
 */
export function fitOrder(
  c: Completeness,
  order: number | "fit",
  options: RateFitOptions = {},
): RateFit {
  const { plateau = "fixed", C = c.C } = options;
  if (plateau !== "fixed" && plateau !== "fit") {
    throw new KineticsError("argument", `plateau must be "fixed" or "fit"; got "${plateau}".`);
  }
  if (!(C > 0 && C < Infinity)) {
    throw new KineticsError("argument", `The complexity C must be a positive number; got ${C}.`);
  }
  const free = { plateau: plateau === "fit" && order !== 0, order: order === "fit" };
  const points = c.points.filter((p) => p.used);
  refuseFew(c, points, 4 + Number(free.plateau) + Number(free.order));
  const t = points.map((p) => p.t), I = points.map((p) => p.I);
  const given = order === "fit" ? null : rateLaw(order);
  const model = (t: number, p: number[]) => {
    const law = given ?? rateLaw(p[p.length - 1]);
    return (free.plateau ? p[1] : 1) * law.rise(p[0] * t);
  };
  const fit = search(c, model, t, I, free);
  const kC = fit.coefficients[0];
  const P = free.plateau ? fit.coefficients[1] : undefined;
  const N = free.order ? fit.coefficients[fit.coefficients.length - 1] : undefined;
  const end = P?.value ?? 1, n = N?.value ?? order as number;
  const name = N === undefined ? `Order ${n}` : "Order fitted";
  const notes: string[] = [];
  const endless = fit.atBound.includes("plateau"), edge = fit.atBound.includes("order");
  if (endless) {
    notes.push(
      `${name}: the points do not bend towards a plateau (it ran into its limit of ` +
        `${HIGHEST_PLATEAU}), so k alone has no meaning and no interval. Fix the plateau.`,
    );
  }
  if (edge) {
    notes.push(
      `Order fitted: it ran into its limit of ${
        n === 0 ? 0 : HIGHEST_ORDER
      }, so neither it nor k ` +
        `has an interval. Fix the order.`,
    );
  }
  if (!fit.converged) notes.push(`${name}: the search did not converge; do not use this k.`);
  const values = fit.coefficients.map((b) => b.value);
  const predict = (t: number) => model(t, values);
  const last = Math.max(...c.points.map((p) => p.t));
  const line = Array.from(
    { length: 101 },
    (_, i) => ({ x: last * i / 100, y: predict(last * i / 100) }),
  );
  const result: RateFit = {
    name: "kConv",
    order: n,
    orderSe: N === undefined ? null : edge ? NaN : N.se,
    orderCi: N === undefined ? null : edge ? NO_INTERVAL : N.ci,
    k: kC.value / C,
    se: endless || edge ? NaN : kC.se / C,
    ci: endless || edge ? NO_INTERVAL : [kC.ci[0] / C, kC.ci[1] / C],
    unit: "s⁻¹",
    C,
    plateau: end,
    plateauSe: P === undefined || Number.isNaN(P.se) ? null : P.se,
    r2: fit.r2,
    aicc: fit.aicc,
    rss: fit.rss,
    dw: fit.dw,
    n: fit.n,
    predict,
    line,
    notes,
  };
  return printable(result, rateFitText);
}
