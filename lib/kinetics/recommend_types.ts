/** What options are compared by. time: s a picture; latency: s until the job's pictures are there. */
export type Axis = "time" | "latency" | "quality" | "memory" | "cost";

/** A number that is known, with how well and from where. */
export interface Known {
  value: number;
  /** Standard error, and its degrees of freedom; null where nothing tells the spread. */
  se: number | null;
  df: number | null;
  /** 95 % interval. */
  ci: [lo: number, hi: number] | null;
  /** How many runs stand behind it; null where that is not said. */
  n: number | null;
  unit: string;
  kind: "measured" | "claimed";
  /**
   * Where the standard error is from. runs: the scatter of these runs. borrowed: the scatter of single jobs on the H100,
   * because nothing else tells. table: repeats within the document's own table.
   */
  spread: "runs" | "borrowed" | "table" | "given";
  source: string;
  /** Options with the same id share one number: it is not two pieces of evidence. */
  id?: string;
  /** The runs; those of one block ran interleaved, and are compared as pairs. */
  samples?: { value: number; block?: string }[];
}

/** A quality, with the metric that it is in. */
export interface Quality extends Known {
  metric: string;
  direction: "lower" | "higher";
}

/** A number of a document that does not stand as it is. */
export interface Doubt {
  /** refuted: it cannot be so. not reproduced: it may be so, and was not seen. untestable: nothing to test it by. */
  verdict: "refuted" | "not reproduced" | "untestable";
  /** The number, the limit and its source, in words. */
  words: string;
}

/** One way to make a picture: a row of the benchmark table. */
export interface Option {
  name: string;
  variant: string;
  card: string;
  tasks: readonly string[];
  /** Languages that its prompts may be in, and who says so. */
  languages: readonly string[];
  languagesSource: string;
  /** Whether its weights can be had. */
  published: boolean;
  steps: number | null;
  nfe: number | null;
  cfg: number | null;
  width: number;
  height: number;
  precision: string | null;
  sampler: string | null;
  /** What else is different; "none". */
  change: string;
  /** Pictures a job. */
  batch: number;
  /** s a job, submission to success. */
  seconds: Known | null;
  /** Peak of the card's memory, GiB. */
  memory: Known | null;
  quality: Quality | null;
  source: string;
  doubts: readonly Doubt[];
}

/** What somebody needs: limits that must hold, and weights for what is left. */
export interface Need {
  /** The need in words. */
  use?: string;
  use_zh?: string;
  /** "text-to-image", "edit" */
  task?: string;
  languages?: readonly string[];
  /** Cards there are; without it any. */
  cards?: readonly string[];
  /** Size of the picture, px; 1024 × 1024 unless given, null for any. */
  size?: readonly [width: number, height: number] | null;
  /** Most memory, GiB. A card sold as 24 GB has 24 GiB. */
  memory_gib?: number;
  /** Most seconds until the pictures of a job are there. */
  latency_s?: number;
  /** Most money a picture, in `currency`. */
  budget?: number;
  /** The worst quality that will do, in `metric`. */
  quality?: number;
  /** Metric of quality; without it the one that the options have. */
  metric?: string;
  /** Whether the weights must be public. */
  published?: boolean;
  /** Which numbers may speak; "not refuted" unless given. */
  trust?: "any" | "not refuted" | "measured";
  /** Money an hour of each card, as the user states it. */
  prices?: Record<string, number>;
  currency?: string;
  /** How much each axis weighs; scaled so that they add up to 1. */
  weights: Partial<Record<Axis, number>>;
  /** A recommendation for every variant, instead of one. */
  each?: "variant";
}

/** Why an option is out. */
export interface RuledOut {
  limit: string;
  /** Number, limit and source, in words. */
  words: string;
}

/** What became of an option. */
export type Standing = "first" | "tied" | "front" | "dominated" | "unranked" | "ruled out";

/** A row of a recommendation. */
export interface RecommendationRow {
  option: Option;
  standing: Standing;
  /** 1 for the first and for what is tied with it; null where there is no rank. */
  rank: number | null;
  /** exp(−Σ w·ln(x/best)): 1 is the best there is on every axis that weighs. */
  score: number | null;
  /** Chance to have the highest score, by the numbers' uncertainty. */
  chance: number | null;
  /** The figures on every axis; null: unknown. */
  figures: Record<Axis, Known | null>;
  /** What dominates it. */
  dominatedBy: string | null;
  ruledOut: readonly RuledOut[];
  /** Figures so near a limit that their interval holds it. */
  doubtful: readonly string[];
  why: string;
}

/** How much a weight may change before another option is first. */
export interface Stays {
  axis: Axis;
  /** The weight now, and from where to where the first stays first, the others in proportion. */
  weight: number;
  from: number;
  to: number;
  below: string | null;
  above: string | null;
}

/** Options judged by a need. */
export interface Recommendation {
  name: "recommend";
  need: Need;
  axes: readonly Axis[];
  rows: readonly RecommendationRow[];
  /** Names of the first and of what is tied with it: no score is shown to be higher. */
  first: readonly string[];
  front: readonly string[];
  stays: Stays | null;
  notes: readonly string[];
  /** As it is shown: one row an option. */
  table: readonly Record<string, string | number | null>[];
  words: string;
}
