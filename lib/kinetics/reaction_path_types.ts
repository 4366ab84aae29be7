import type { Adjustment } from "@kgen/stats";
import type { ComplianceRate } from "./compliance_rate.ts";

/** One frame as a checker saw it. */
export interface PathFrame {
  nfe: number;
  /** Whether it shows what the prompt asks. */
  asked: boolean;
  /** What it shows beside that: `sideProducts` of @kgen/quality. */
  side: string[];
  /** How good it is, by a score that needs no reference. */
  quality?: number | null;
}

/** One run on its way from words to picture. */
export interface PathRun {
  /** How the content is worded: "en", "zh, style first". */
  wording: string;
  /** What it shares with the runs of other wordings: content and seed. */
  pair: string | number;
  /** Prompt complexity. */
  C: number;
  /** Evaluations until the picture shows what was asked, and goes on to; null if it never does. */
  t1: number | null;
  /** kConv per evaluation, order 1; null where it could not be fitted. */
  k: number | null;
  asked: boolean;
  /** Side products in the last frame, and how many frames had any. */
  side: string[];
  onTheWay: number;
  frames: number;
  /** Of the last frame; null without a score. */
  quality: number | null;
}

/** A wording against the first one. */
export interface PathWording {
  wording: string;
  n: number;
  /** Mean C. */
  C: number;
  asked: ComplianceRate;
  /** Median t1, NFE; Infinity where most never arrive. */
  t1: number;
  never: number;
  /** Geometric mean of k, per NFE. */
  k: number;
  /** Runs whose last frame has a side product; the products with their counts, most frequent first. */
  side: ComplianceRate;
  products: [name: string, count: number][];
  /** Mean share of frames with a side product. */
  onTheWay: number;
  /** Against the first wording; null for the first itself. */
  against: {
    /** Pairs right in one of them only. */
    asked: { better: number; worse: number; p: number; adjusted: number };
    /** Pairs in which it arrives earlier, later; never is later than all. */
    t1: { earlier: number; later: number; p: number; adjusted: number };
    /** Ratio of k with interval, by a t test on ln k. */
    k: { ratio: number; ci: [lo: number, hi: number]; p: number; adjusted: number } | null;
    side: { more: number; fewer: number; p: number; adjusted: number };
  } | null;
}

/** One row of the table. */
export interface PathRow {
  path: string;
  "differs in": string;
  n: number;
  C: number;
  "as asked": string;
  "t1 (NFE)": string;
  "side products": string;
  which: string;
  "k (per NFE)": number;
  "k ratio": string;
}

/** One content by several paths. */
export interface ReactionPaths {
  name: "reactionPaths";
  baseline: string;
  wordings: PathWording[];
  adjustment: Adjustment;
  /** Of one question. */
  comparisons: number;
  level: number;
  table: PathRow[];
  words: string;
}
