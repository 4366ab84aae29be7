/**
 * Kinetics of generation: how many evaluations a second (kNfe, stepsLine), how fast a picture
 * completes (kConv), by which law, when it has converged (t1), how complex the prompt is (C), what
 * temperature has to do with it (arrhenius), and what the card would allow (roofline, bottleneck).
 * @module
 */
export {
  type Completeness,
  completeness,
  type CompletenessOptions,
  type CompletenessPoint,
} from "./completeness.ts";
export { arrhenius, type ArrheniusErrors, type ArrheniusOptions } from "./arrhenius.ts";
export { arrheniusSegmented, type SegmentedArrheniusOptions } from "./arrhenius_segmented.ts";
export { arrheniusWith } from "./arrhenius_with.ts";
export type { ArrheniusWith, Covariate } from "./arrhenius_with_types.ts";
export { bottleneck, type BottleneckEvidence, type ThrottleReading } from "./bottleneck.ts";
export type { Bottleneck, Evidence, Wall } from "./bottleneck_types.ts";
export {
  type Complexity,
  complexity,
  type ComplexityOptions,
  REFERENCE_PROMPT,
} from "./complexity.ts";
export { GAS_CONSTANT, kelvin } from "./gas_constant.ts";
export type {
  Arrhenius,
  ArrheniusFitted,
  ArrheniusLinePoint,
  ArrheniusPoint,
  SegmentedArrhenius,
} from "./arrhenius_types.ts";
export type { Estimate } from "./estimate.ts";
export { roofline, type RooflineOptions } from "./roofline.ts";
export type { Gpu, Roofline, Work } from "./roofline_types.ts";
export { type JobTime, stepsLine, type StepsLineOptions } from "./steps_line.ts";
export { type Architecture, Z_IMAGE } from "./architecture.ts";
export { type WorkOptions, workPerNfe } from "./work_per_nfe.ts";
export { type LawIdentities, lawIdentities, type LawIdentity, withUnit } from "./law_identities.ts";
export type { StepsLine } from "./steps_types.ts";
export { type ConvergenceTime, t1 } from "./convergence_time.ts";
export { KineticsError, type KineticsProblem } from "./errors.ts";
export { fitOrder, type RateFitOptions } from "./fit_order.ts";
export type { RateFit } from "./rate_fit.ts";
export { fitOrders, type OrderFits } from "./fit_orders.ts";
export { kNfe } from "./knfe.ts";
export { type RateLaw, rateLaw } from "./laws.ts";
export { type Linearised, linearised } from "./linearised.ts";
export { type OrderRow, orderTable } from "./order_table.ts";
export type { Rate, RateWindow, Timed } from "./rate.ts";
