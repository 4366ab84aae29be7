import type { LinearFit } from "@kgen/stats";
import type { Estimate } from "./estimate.ts";

/** One run of a temperature sweep. Give the points in the order in which they were measured. */
export interface ArrheniusPoint {
  /** Temperature of the GPU, K. */
  T_K: number;
  /** Rate, s⁻¹. */
  k: number;
  /** SM clock, MHz, and power, W, where they were recorded: what else may have moved k. */
  sm_clock_mhz?: number | null;
  power_w?: number | null;
  run?: string;
}

/** A point as the fit sees it. */
export interface ArrheniusFitted extends ArrheniusPoint {
  /** 1/T, K⁻¹. */
  x: number;
  /** ln k. */
  y: number;
  /** ŷ and y − ŷ. */
  fitted: number;
  residual: number;
}

/** A point of the fitted line with its confidence band, on ln k. */
export interface ArrheniusLinePoint {
  T_K: number;
  x: number;
  y: number;
  lo: number;
  hi: number;
}

/** A fit of ln k = ln A − (Ea/R)/T. */
export interface Arrhenius {
  name: "arrhenius";
  /** Ea/R, K: above 0 where k grows with temperature. */
  EaR: Estimate;
  /** Ea, kJ/mol. */
  Ea: Estimate;
  lnA: Estimate;
  /** Two-sided p value against Ea/R = 0. */
  p: number;
  /** Whether p is below 1 − level: a slope that these errors do not explain. Not yet a cause. */
  effect: boolean;
  r2: number;
  n: number;
  /** Degrees of freedom of the intervals; fewer than n − 2 where errors are autocorrelated. */
  df: number;
  /** Durbin-Watson in the order of the points: below about 1.5 plain errors are too small. */
  dw: number;
  level: number;
  /** How the standard errors were made, in words. */
  errors: string;
  /** Correlation of neighbouring errors that the standard errors allow for; null where they allow for none. */
  rho: number | null;
  /** Ea/R with plain errors, which take the points as independent, and with Newey and West's (HAC). */
  plain: Estimate;
  hac: Estimate;
  /** Lowest and highest temperature, K: beyond them the line is a guess. */
  range: [lo: number, hi: number];
  points: ArrheniusFitted[];
  /** 101 points, evenly in 1/T, for a figure. */
  line: ArrheniusLinePoint[];
  /** What else moved with T, in sentences. */
  confounders: string[];
  verdict: string;
  notes: string[];
  /** The least-squares line of ln k on 1/T with plain errors. */
  fit: LinearFit;
  /** k at a temperature (K) with an interval from the full covariance of ln A and Ea/R. */
  kAt(T_K: number): Estimate;
}

/** ln k against 1/T as two lines that meet. */
export interface SegmentedArrhenius {
  name: "arrheniusSegmented";
  /** Where the slope changes, K, with the profile-likelihood interval; trust it only if `p` is small. */
  breakT: { value: number; ci: [lo: number, hi: number]; unit: "K" };
  /** p value of "there is no break". */
  p: number;
  broken: boolean;
  /** Ea/R below and above the break in temperature, K. */
  cool: Estimate;
  hot: Estimate;
  /** Whether the hot side is a plateau: its interval holds 0. */
  plateau: boolean;
  n: number;
  r2: number;
  level: number;
  points: ArrheniusFitted[];
  /** The two lines, from the lowest to the highest 1/T with the break among them. */
  line: { T_K: number; x: number; y: number }[];
  verdict: string;
  notes: string[];
}
