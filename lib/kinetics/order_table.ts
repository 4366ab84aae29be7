import type { RateFit } from "./rate_fit.ts";
import type { OrderFits } from "./fit_orders.ts";

/** One order, ready for `htmlTable` or `textTable`: the keys are the heads, with their units. */
export interface OrderRow {
  order: number;
  "k·C (s⁻¹)": number;
  /** null, as the interval, where the plateau could not be found. */
  SE: number | null;
  "95 % interval": [lo: number, hi: number] | null;
  plateau: number;
  "plateau SE": number | null;
  "R² on I": number;
  AICc: number;
  n: number;
}

/**
 * The two fits as rows for printing.
 *
 * @example
 * ```ts
 * import { type OrderFits, orderTable } from "@kgen/kinetics";
 * import { textTable } from "@kgen/tables";
 *
 * const print = (fits: OrderFits) => console.log(textTable(orderTable(fits)));
 * ```
 */
export function orderTable(fits: OrderFits): OrderRow[] {
  return [fits.n1, fits.n2].map(row);
}

function row({ order, k, se, ci, C, plateau, plateauSe, r2, aicc, n }: RateFit): OrderRow {
  return {
    order,
    "k·C (s⁻¹)": k * C,
    SE: Number.isNaN(se) ? null : se * C,
    "95 % interval": Number.isNaN(se) ? null : [ci[0] * C, ci[1] * C],
    plateau,
    "plateau SE": plateauSe,
    "R² on I": r2,
    AICc: aicc,
    n,
  };
}
