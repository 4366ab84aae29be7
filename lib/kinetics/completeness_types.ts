import type { RateFit } from "./rate_fit.ts";

/** One frame on the way from noise to picture. */
export interface CompletenessPoint {
  step: number;
  nfe: number;
  /** s since the clock's start, which is the first frame unless `notes` say otherwise. */
  t: number;
  /** Completeness: 0 at the baseline, 1 at the plateau; may lie outside [0, 1]. */
  I: number;
  /** Whether a fit may use it; if not, `why` says why. */
  used: boolean;
  why?: string;
}

/** A score with the name of what has it: another set, another picture. */
export interface NamedScore {
  value: number;
  name: string;
}

/** What counts as I = 0: the first frame, or a score such as that of pure noise. */
export type BaselineChoice = "first frame" | number | NamedScore;

/** What counts as I = 1: see {@link CompletenessOptions}. */
export type PlateauChoice = "best" | "last frame" | "fitted" | number | NamedScore;

/** What I = 1 was. */
export interface Plateau {
  kind: "best" | "last frame" | "fitted" | "given";
  /** In words: "the best value", "the last frame", "the plateau of order 1 fitted to 27 frames". */
  name: string;
  /** Score. */
  value: number;
  /** Standard error of a fitted one. */
  se: number | null;
  /** The fit, with its plateau as a part of the provisional one that it was fitted against. */
  fit: RateFit | null;
}

/** Completeness I(t) of one run on one metric. */
export interface Completeness {
  metric: string;
  run: string;
  /** The run's prompt; absent in a completeness that was made by hand. */
  prompt?: string;
  /** What I = 0 is, and its score. */
  baseline: "first frame" | number;
  baselineValue: number;
  /** Name of the baseline in words. */
  baselineName?: string;
  /** What I = 1 is: the score of it. */
  ceilingValue: number;
  /** The same with its name. */
  plateau?: Plateau;
  /** What the frames were scored against. */
  reference: string;
  /** Prompt complexity; 1 until it is given. */
  C: number;
  points: CompletenessPoint[];
  notes: string[];
}

/** Options of {@link completeness}. */
export interface CompletenessOptions {
  /** Id of the run, where the table holds several. */
  run?: string;
  /** Which reference, where frames are scored against several. */
  reference?: string;
  /** What counts as I = 0: the first frame (default), or a score, such as that of pure noise. */
  baseline?: BaselineChoice;
  /**
   * What counts as I = 1: "best", the metric's best value (default); "last frame"; "fitted", where the curve of
   * `order` ends that is fitted to the frames; a score, or one with its name, such as that of another set of pictures.
   */
  plateau?: PlateauChoice;
  /** The same as `plateau`. */
  ceiling?: PlateauChoice;
  /** Order of the curve for a fitted plateau; 1, the seed document's equation, unless given. */
  order?: number;
  /** For psnr: take the error that it is made of, mse or rmse, which has a best value. */
  by?: "mse" | "rmse";
  /** Prompt complexity: a number, or "prompt" to work it out by `complexity`; 1 unless given. */
  C?: number | "prompt";
}
