/**
 * Statistics with no domain in it: least squares to certified accuracy with errors plain or robust,
 * robust lines, nonlinear least squares with covariance, broken lines, bootstrap, bands,
 * comparison of fits and their diagnosis.
 * @module
 */
export { band, type BandPoint } from "./bands.ts";
export { adjusted, type Adjustment } from "./many_comparisons.ts";
export { bootstrap, type BootstrapOptions, type Bootstrapped } from "./bootstrap.ts";
export {
  bootstrapLine,
  type BootstrapLineOptions,
  type BootstrappedLine,
} from "./bootstrap_line.ts";
export { compare, type CompareOptions, type Comparison } from "./compare.ts";
export type { Errors } from "./covariance.ts";
export { power, smallestSeen } from "./detectable.ts";
export { diagnose, type Diagnosis } from "./diagnose.ts";
export type { EffectSize } from "./effect_size.ts";
export { FitError, type FitProblem } from "./errors.ts";
export type { Coefficient, Fit } from "./fit.ts";
export { fitTable, type FitTableRow, fitText } from "./fit_text.ts";
export { type Huber, huber, type HuberOptions } from "./huber.ts";
export { aicc, type Criteria, criteria } from "./information.ts";
export type { LinearFit, LinearOptions } from "./fit_columns.ts";
export { leastSquares, linearFit, polynomialFit } from "./linear.ts";
export { type MeanTest, type MeanTestOptions, pairedTest, twoGroupTest } from "./mean_test.ts";
export { type BlockedValue, type MixedDifference, mixedDifference } from "./mixed.ts";
export { type Mean, meanInterval, median, quantile } from "./moments.ts";
export { type NonlinearFit, nonlinearFit } from "./nonlinear.ts";
export type { NonlinearOptions } from "./nonlinear_problem.ts";
export { type Permutation, relabel, signFlip } from "./permutation.ts";
export { printable, significant } from "./print.ts";
export { type Random, random } from "./random.ts";
export { segmentedFit } from "./segmented.ts";
export type { Piece, SegmentedFit, SegmentedOptions } from "./segmented_fit.ts";
export { normalQuantile } from "./normal.ts";
export { tInterval, tProbability } from "./student.ts";
export { type TheilSen, theilSen } from "./theil_sen.ts";
