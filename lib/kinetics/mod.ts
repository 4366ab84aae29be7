/**
 * Kinetics of generation: how many evaluations a second (kNfe, stepsLine), how fast a picture
 * completes (kConv), by which law, when it has converged (t1), whether it stopped half way (quench) or
 * became another picture (drift), how often pictures do what was asked (complianceRate, parity), how complex the
 * prompt is (C), what temperature has to do with it (arrhenius), what the card would allow (roofline, bottleneck), and what to use (recommend).
 * @module
 */
export type { MetricLike } from "./best_value.ts";
export { completeness } from "./completeness.ts";
export { completenessOf, type CompletenessOfOptions } from "./completeness_of.ts";
export type {
  BaselineChoice,
  Completeness,
  CompletenessOptions,
  CompletenessPoint,
  NamedScore,
  Plateau,
  PlateauChoice,
} from "./completeness_types.ts";
export { type ComplianceDifference, complianceDifference } from "./compliance_difference.ts";
export { type ComplianceRate, complianceRate } from "./compliance_rate.ts";
export {
  type ComplianceRow,
  complianceTable,
  parityRows,
  type VerdictRow,
} from "./compliance_table.ts";
export { type T1Row, type T1Summary, t1Summary, t1Table } from "./convergence_table.ts";
export { drift } from "./drift.ts";
export type { Drift, DriftChange, DriftOptions, DriftRow, DriftStep } from "./drift_types.ts";
export { type Parity, parity, type ParityRow } from "./parity.ts";
export { quench } from "./quench.ts";
export type { Quench, QuenchOptions } from "./quench_types.ts";
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
export { compareHosts, type HostComparison, type HostRun } from "./host_comparison.ts";
export { type HostRate, hostRates } from "./host_rates.ts";
export { isOwnReference } from "./own_reference.ts";
export { h100Catalysis } from "./catalysis_h100.ts";
export { notTested, treatment } from "./treatment.ts";
export type {
  BarrierChange,
  QualityChange,
  TreatedRun,
  Treatment,
  TreatmentKind,
  TreatmentOptions,
} from "./treatment_types.ts";
export { type TreatmentRow, type Treatments, treatments } from "./treatments.ts";
export { type RecordedRun, treatmentsIn, type TreatmentsInOptions } from "./treatments_in.ts";
export { benchmarkOptions, benchmarkTable, type OptionSource } from "./options.ts";
export { type KnownDifference, knownDifference } from "./options_difference.ts";
export { type OptionAbout, optionOfRuns, type OptionRun } from "./options_runs.ts";
export { type Dominated, type ParetoFront, paretoFront } from "./pareto.ts";
export { type MemoryFit, memoryFit, memoryTable, type WeightPrecision } from "./memory_fit.ts";
export { recommend } from "./recommend.ts";
export { figureOf } from "./recommend_axes.ts";
export { type SeedAdvice, seedAdvice, type SeedAdviceRow } from "./recommend_seed.ts";
export { type Like, SEED_NEEDS, SEED_SETTINGS, type SettingClaim } from "./recommend_seed_needs.ts";
export { checkSetting, type SettingCheck } from "./setting_check.ts";
export {
  type Throughput,
  throughput,
  type ThroughputOptions,
  type ThroughputRow,
} from "./throughput.ts";
export type {
  Axis,
  Doubt,
  Known,
  Need,
  Option,
  Quality,
  Recommendation,
  RecommendationRow,
  RuledOut,
  Standing,
  Stays,
} from "./recommend_types.ts";
export { type QuenchedRun, type QuenchRow, type QuenchTable, quenchTable } from "./quench_table.ts";
export { reactionPaths } from "./reaction_path.ts";
export { pathRun, treatedPaths } from "./reaction_path_run.ts";
export type {
  PathFrame,
  PathRow,
  PathRun,
  PathWording,
  ReactionPaths,
} from "./reaction_path_types.ts";
