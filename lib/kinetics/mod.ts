/**
 * Kinetics of generation: how many evaluations a second (kNfe), how fast a picture completes
 * (kConv), by which law, and when it has converged (t1).
 * @module
 */
export {
  type Completeness,
  completeness,
  type CompletenessOptions,
  type CompletenessPoint,
} from "./completeness.ts";
export { type ConvergenceTime, t1 } from "./convergence_time.ts";
export { KineticsError, type KineticsProblem } from "./errors.ts";
export { fitOrder, type RateFit, type RateFitOptions } from "./fit_order.ts";
export { fitOrders, type OrderFits } from "./fit_orders.ts";
export { kNfe } from "./knfe.ts";
export { type RateLaw, rateLaw } from "./laws.ts";
export { type Linearised, linearised } from "./linearised.ts";
export { type OrderRow, orderTable } from "./order_table.ts";
export type { Rate, RateWindow, Timed } from "./rate.ts";
