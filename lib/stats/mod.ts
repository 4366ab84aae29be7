/**
 * Statistics with no domain in it: least squares to certified accuracy, nonlinear least squares
 * with covariance, information criteria, t intervals.
 * @module
 */
export { FitError, type FitProblem } from "./errors.ts";
export type { Coefficient, Fit } from "./fit.ts";
export { fitTable, type FitTableRow, fitText } from "./fit_text.ts";
export { aicc, type Criteria, criteria } from "./information.ts";
export type { LinearFit, LinearOptions } from "./fit_columns.ts";
export { leastSquares, linearFit, polynomialFit } from "./linear.ts";
export { type Mean, meanInterval, median, quantile } from "./moments.ts";
export { type NonlinearFit, nonlinearFit } from "./nonlinear.ts";
export type { NonlinearOptions } from "./nonlinear_problem.ts";
export { printable, significant } from "./print.ts";
export { tInterval } from "./student.ts";
