import { printable, significant } from "@kgen/stats";
import type { Completeness } from "./completeness.ts";
import { KineticsError } from "./errors.ts";
import { rateLaw } from "./laws.ts";
import { HIGHEST_PLATEAU, refuseFew, search } from "./rate_search.ts";

/** How a rate law is fitted. */
export interface RateFitOptions {
  /** "fixed": the curve ends at I = 1 (default). "fit": its plateau is a parameter too. */
  plateau?: "fixed" | "fit";
  /** Prompt complexity; the completeness's own (1) unless given. */
  C?: number;
}

/** A rate law fitted to I(t). */
export interface RateFit {
  name: "kConv";
  order: number;
  /** s⁻¹; the data determine k·C, and k is that divided by C. */
  k: number;
  /** NaN, like the interval, where the plateau ran into its limit: then k has no meaning alone. */
  se: number;
  /** 95 % interval of k. */
  ci: [lo: number, hi: number];
  unit: "s⁻¹";
  C: number;
  /** Where the curve ends; 1 if it was not fitted, and then plateauSe is null. */
  plateau: number;
  plateauSe: number | null;
  /** On I, not on a straightened quantity; negative if the mean is the better description. */
  r2: number;
  /** On I: comparable between the orders. */
  aicc: number;
  rss: number;
  /** Durbin-Watson of the residuals in the order of time. */
  dw: number;
  /** Points used. */
  n: number;
  /** I at t, s since the clock's start. */
  predict(t: number): number;
  /** The curve, 101 points from 0 to the last frame, for a figure. */
  line: { x: number; y: number }[];
  notes: string[];
}

const NO_INTERVAL: [number, number] = [NaN, NaN];

/**
 * Fits I(t) = P·f(k·C·t) to the used points by nonlinear least squares: f(x) = 1 − exp(−x) for
 * order 1, x/(1 + x) for order 2; P, the plateau, is 1 or fitted. Order 0 is the straight line
 * I = k·C·t, which has no plateau to fit.
 *
 * The standard error takes the errors of the points as independent and equally large. Frames of
 * one run are neither quite: see `dw`.
 *
 * @throws {KineticsError} fewer than 4 usable points (5 with a fitted plateau), an I that does not rise
 */
export function fitOrder(c: Completeness, order: number, options: RateFitOptions = {}): RateFit {
  const { plateau = "fixed", C = c.C } = options;
  if (plateau !== "fixed" && plateau !== "fit") {
    throw new KineticsError("argument", `plateau must be "fixed" or "fit"; got "${plateau}".`);
  }
  if (!(C > 0 && C < Infinity)) {
    throw new KineticsError("argument", `The complexity C must be a positive number; got ${C}.`);
  }
  const law = rateLaw(order), free = plateau === "fit" && order !== 0;
  const points = c.points.filter((p) => p.used);
  refuseFew(c, points, free ? 5 : 4);
  const t = points.map((p) => p.t), I = points.map((p) => p.I);
  const model = (t: number, [kC, P = 1]: number[]) => P * law.rise(kC * t);
  const fit = search(c, model, t, I, free);
  const [kC, P] = fit.coefficients, end = P?.value ?? 1;
  const notes: string[] = [];
  const endless = fit.atBound.includes("plateau");
  if (endless) {
    notes.push(
      `Order ${order}: the points do not bend towards a plateau (it ran into its limit of ` +
        `${HIGHEST_PLATEAU}), so k alone has no meaning and no interval. Fix the plateau.`,
    );
  }
  if (!fit.converged) notes.push(`Order ${order}: the search did not converge; do not use this k.`);
  const predict = (t: number) => model(t, [kC.value, end]);
  const last = Math.max(...c.points.map((p) => p.t));
  const line = Array.from(
    { length: 101 },
    (_, i) => ({ x: last * i / 100, y: predict(last * i / 100) }),
  );
  const result: RateFit = {
    name: "kConv",
    order,
    k: kC.value / C,
    se: endless ? NaN : kC.se / C,
    ci: endless ? NO_INTERVAL : [kC.ci[0] / C, kC.ci[1] / C],
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

function rateFitText(fit: RateFit): string {
  const end = fit.plateauSe === null
    ? `plateau ${significant(fit.plateau)}`
    : `plateau ${significant(fit.plateau)} ± ${significant(fit.plateauSe, 2)}`;
  return [
    `kConv, order ${fit.order}: k = ${significant(fit.k)} s⁻¹ (SE ${
      significant(fit.se, 2)
    }, 95 % interval ` +
    `${significant(fit.ci[0])} to ${significant(fit.ci[1])}; ${end}; R² on I ${
      significant(fit.r2, 3)
    }, ` +
    `AICc ${significant(fit.aicc)}, n = ${fit.n})`,
    ...fit.notes,
  ].join("\n");
}
