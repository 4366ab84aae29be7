/** What made a fit or a statistic impossible. */
export type FitProblem =
  | "length" // columns of different length
  | "not finite" // NaN, Infinity or something that is not a number
  | "too few" // fewer points than parameters
  | "constant" // a predictor that never changes
  | "singular" // a predictor or parameter that the data cannot tell from the others
  | "argument"; // an option out of its range

/**
 * A fit that cannot be made. The message says what is wrong, in which column and rows, and what
 * to do. `rows` counts from 0, as arrays do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FitError, linearFit } from "@kgen/stats";
 *
 * assert.throws(
 *   () => linearFit([1, 2, NaN], [1, 2, 3]),
 *   (e) => e instanceof FitError && e.problem === "not finite" && e.rows[0] === 2,
 * );
 * ```
 */
export class FitError extends Error {
  override readonly name = "FitError";
  /** The kind of problem, for code that wants to react to it. */
  readonly problem: FitProblem;
  /** The column or parameter at fault, or null where it is the whole. */
  readonly column: string | null;
  /** The rows at fault, from 0; empty where it is all of them. */
  readonly rows: number[];

  constructor(
    problem: FitProblem,
    message: string,
    column: string | null = null,
    rows: number[] = [],
  ) {
    super(message);
    this.problem = problem;
    this.column = column;
    this.rows = rows;
  }
}
