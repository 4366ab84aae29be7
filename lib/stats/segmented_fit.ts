import type { Errors } from "./covariance.ts";
import type { Fit } from "./fit.ts";

/** Slope of one piece. */
export interface Piece {
  slope: number;
  se: number;
  ci: [lo: number, hi: number];
}

/** A continuous line of two straight pieces: intercept, slope before, slope after, break. */
export interface SegmentedFit extends Fit {
  /** Where the slope changes, with its profile-likelihood interval. */
  break: { value: number; ci: [lo: number, hi: number] };
  /** y at the break. */
  yBreak: number;
  before: Piece;
  after: Piece;
  /** Test of "there is no break": F of the best break, and its simulated p value. */
  test: { supF: number; p: number; simulations: number; method: string };
  notes: string[];
  predict(x: number): number;
}

/** Options of {@link segmentedFit}. */
export interface SegmentedOptions {
  /** The predictor's name in the table and in errors; "x" unless given. */
  name?: string;
  level?: number;
  /**
   * For the slopes, as in {@link LinearOptions}. With `{ lags }` the test for the break simulates
   * errors that resemble their neighbours (AR(1), rows in their order) too.
   */
  errors?: Errors;
  /** Rows that must lie on either side of a break; 3 unless given. */
  edge?: number;
  /** Simulated sets for the test; 1999 unless given. */
  simulations?: number;
  /** Seed of the simulation; 1 unless given. */
  seed?: number;
}
