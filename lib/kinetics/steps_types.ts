import type { LinearFit } from "@kgen/stats";
import type { Estimate } from "./estimate.ts";

/** Job time against NFE as a line. */
export interface StepsLine {
  name: "stepsLine";
  /** s an evaluation: the slope. */
  perNfe: Estimate;
  /** s a job apart from evaluations: the intercept. */
  overhead: Estimate;
  /** 1/perNfe, s⁻¹; its interval is the reciprocals of the slope's ends. */
  rate: Estimate;
  r2: number;
  n: number;
  points: { nfe: number; seconds: number; run?: string; residual: number }[];
  /** The line with its confidence band, 101 points from 0 NFE to the most, for a figure. */
  line: { nfe: number; seconds: number; lo: number; hi: number }[];
  errors: string;
  notes: string[];
  fit: LinearFit;
}
