import { printable } from "@kgen/stats";
import { textTable } from "@kgen/tables";
import type { Completeness, CompletenessPoint } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { fitOrder, type RateFitOptions } from "./fit_order.ts";
import type { RateFit } from "./rate_fit.ts";
import { orderTable } from "./order_table.ts";
import { verdictOf } from "./verdict.ts";

/** Both rate laws fitted to the same points, and what follows. */
export interface OrderFits {
  n1: RateFit;
  n2: RateFit;
  /** A straight line, I = k·C·t, which both should beat. */
  n0: RateFit;
  /** The order fitted too; null with fewer than 8 usable points, or where no order fits. */
  nFit: RateFit | null;
  /** AICc of order 2 less that of order 1: above 0 speaks for order 1. */
  deltaAicc: number;
  /** The order that the data prefer; null where AICc differs by less than 2. */
  preferred: 1 | 2 | null;
  /** The same in sentences. */
  verdict: string;
  run: string;
  metric: string;
  plateau: "fixed" | "fit";
  points: CompletenessPoint[];
  notes: string[];
}

/**
 * Fits the rate laws of order 1 and 2 to I(t) and says which the data prefer, by AICc on I. R² of
 * the straightened lines are on different scales and rank nothing.
 *
 * @param c of {@link completeness}
 * @param options plateau "fixed" (1, the default) or "fit"; C, the prompt complexity
 * @throws {KineticsError} too few usable frames, an I that does not rise
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { completeness, fitOrders } from "@kgen/kinetics";
 *
 * // Frames of a made-up run that follows order 1 with k = 5 s⁻¹, but for a little noise.
 * const row = { run: "made-up", host: "none", variant: "other", gpu: null, prompt: "", seed: 1,
 *   batch: 1, sigma: null, metric: "rmse", reference: "a picture" };
 * const noise = [0, 0.004, -0.006, 0.005, -0.003, 0.001, -0.004, 0.003];
 * const frames = noise.map((e, i) => ({
 *   ...row, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value: Math.exp(-5 * 0.1 * i) - e,
 * }));
 * const fits = fitOrders(completeness(frames, "rmse"));
 * assert.equal(fits.preferred, 1);
 * assert.ok(fits.n1.ci[0] < 5 && 5 < fits.n1.ci[1]);
 * console.log(fits.verdict);
 * ```
 */
export function fitOrders(c: Completeness, options: RateFitOptions = {}): OrderFits {
  const [n0, n1, n2] = [0, 1, 2].map((order) => fitOrder(c, order, options));
  const nFit = orderFitted(c, options);
  const { verdict, preferred } = verdictOf(n0, n1, n2, nFit);
  const fits: OrderFits = {
    n1,
    n2,
    n0,
    nFit,
    deltaAicc: n2.aicc - n1.aicc,
    preferred,
    verdict,
    run: c.run,
    metric: c.metric,
    plateau: options.plateau ?? "fixed",
    points: c.points,
    notes: [...c.notes, ...n1.notes, ...n2.notes, ...(nFit?.notes ?? [])],
  };
  return printable(fits, orderText);
}

/** Fewer usable points than this say nothing of a fitted order. */
const ENOUGH = 8;

function orderFitted(c: Completeness, options: RateFitOptions): RateFit | null {
  if (c.points.filter((p) => p.used).length < ENOUGH) return null;
  try {
    return fitOrder(c, "fit", options);
  } catch (e) {
    // Orders 1 and 2 were fitted; that a third parameter is one too many is no error.
    if (e instanceof KineticsError) return null;
    throw e;
  }
}

function orderText(fits: OrderFits): string {
  const end = fits.plateau === "fixed" ? "plateau fixed at 1" : "plateau fitted";
  const title = `kConv of run ${fits.run} by ${fits.metric}, ${end}`;
  return [textTable(orderTable(fits), { title }), "", fits.verdict, ...fits.notes].join("\n");
}
