import type { MeanTest } from "@kgen/stats";
import type { Estimate } from "./estimate.ts";

/** One run of a comparison. */
export interface TreatedRun {
  /** What it shares with its partner: repeat, seed, prompt. Unused where `design` is "blocks". */
  pair: string | number;
  /** Rate, s⁻¹ (or per evaluation): above 0. */
  k: number;
  /** A score of its picture, where there is one. */
  quality?: number | null;
  /** Temperature of the GPU before the run, K, and its place in the session. */
  T_K?: number | null;
  order?: number;
}

/** How two sets of runs are compared. */
export interface TreatmentOptions {
  /** What was changed: "LoRA", "batch", "precision". */
  factor?: string;
  /** What the control is called; "control" unless given. */
  control?: string;
  /** What k is, with its window and unit; "kNfe, sampling window (s⁻¹)" unless given. */
  rate?: string;
  /**
   * "paired" (default): partners share a pair and were measured in turn. "blocks": one after the other, so that
   * whatever drifted between the blocks is in the difference too.
   */
  design?: "paired" | "blocks";
  /**
   * Name of the quality score, which way is better, and the loss that still counts as none. "No change seen" does not
   * show that a product is as good: without a margin only a better product makes a catalyst.
   */
  quality?: { name: string; direction: "higher" | "lower"; margin?: number };
  level?: number;
  /** A change of Ea/R that matters, K; 1200, the seed document's own slope. */
  barrier?: number;
  /** What a reader must know of this comparison. */
  notes?: readonly string[];
}

/** The change of the apparent barrier. */
export interface BarrierChange {
  /** Whether these temperatures could have shown a change of the size that matters. */
  testable: boolean;
  /** Ea/R with treatment less Ea/R without, K; null where not testable. */
  change: Estimate | null;
  p: number | null;
  /** The smallest change of Ea/R seen in 80 % of trials, K; null without temperatures. */
  smallestSeen: number | null;
  /**
   * If all of the change in k were one of the barrier, and ln A the same: −T·ln(ratio), K. One temperature can tell neither
   * from the other. null without temperatures.
   */
  ifAllBarrier: Estimate | null;
  words: string;
}

/** What quality did. */
export interface QualityChange {
  name: string;
  direction: "higher" | "lower";
  test: MeanTest;
  margin?: number;
  /**
   * "better" and "worse" by the corrected p; "as good": the interval excludes a loss beyond the margin; else "no change seen".
   */
  verdict: "better" | "worse" | "as good" | "no change seen";
  p: number;
  adjusted: number;
}

/** What a treatment turned out to be. */
export type TreatmentKind =
  | "catalyst" // faster, and the product better or as good
  | "faster, product unclear" // faster, and the product may be worse
  | "faster, product unseen" // faster, and no pictures to look at
  | "faster, worse product"
  | "inhibitor"
  | "undecided" // seen alone, and not after the correction for many comparisons
  | "no effect seen"
  | "not tested";

/** A treatment against its control. */
export interface Treatment {
  name: "treatment";
  treatment: string;
  factor: string;
  control: string;
  rate: string;
  kind: TreatmentKind;
  design: "paired" | "blocks";
  /** Pairs; or runs with and without. */
  n: number | [without: number, with_: number];
  /** Runs that have no partner. */
  leftOut: number;
  /** Geometric means of k. */
  kControl: number;
  kTreated: number;
  /** kTreated/kControl with the interval of the t test on ln k. */
  ratio: { value: number; ci: [lo: number, hi: number] };
  /** On ln k. */
  test: MeanTest | null;
  /** The smallest change of k that this design could see in 80 % of trials, as a part of k: 0.05 is 5 %. */
  smallestSeen: number;
  barrier: BarrierChange;
  quality: QualityChange | null;
  /** Of the t test on ln k, and as corrected among all comparisons shown with it. */
  p: number;
  adjusted: number;
  level: number;
  words: string;
  notes: string[];
}
