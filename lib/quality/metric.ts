import type { Picture } from "./picture.ts";

/** Which way is better. */
export type Direction = "higher" | "lower";

/** What a quality metric is: what every table, figure and completeness needs to know of it. */
export interface Metric {
  /** Short lower-case name, the `metric` column of a table. */
  name: string;
  /** Name for heads and axes: "PSNR", "LPIPS (AlexNet)". */
  label: string;
  /** Which way is better. */
  direction: Direction;
  /** Lowest and highest value: hard for what kgen computes, what is usual (soft) for the others. */
  range: [lo: number, hi: number];
  /** Unit for column heads and axes, "" when it has none. */
  unit: string;
  /** Whether it compares with a reference picture. */
  reference: boolean;
  /** Whether one value describes a picture or a set of pictures. */
  kind: "picture" | "set";
  /** What computes it: "kgen", "pyiqa", "torch-fidelity" and the like. */
  tool: string;
  /** Paper, or page, that defines it; "" when unknown. */
  citation: string;
  /** Scores picture `a` against the reference `b`, here in process. */
  compare?(a: Picture, b: Picture): number;
  /** Scores a picture without a reference, here in process. */
  measure?(a: Picture): number;
  /** As `compare`, for networks that answer later: `learnedMetric` gives such metrics. */
  compareAsync?(a: Picture, b: Picture): Promise<number>;
}

/** A metric that compares two pictures at once, in process. */
export type PairMetric = Metric & Required<Pick<Metric, "compare">>;

/** A metric that measures one picture at once, in process. */
export type SingleMetric = Metric & Required<Pick<Metric, "measure">>;

/**
 * What is left of a metric that nobody described: its values are kept, but which way is better is not
 * known, so nothing may be ranked or scaled by it until a person says.
 */
export interface UnknownMetric extends Omit<Metric, "direction"> {
  known: false;
  /** Nobody said: ask, or take it from `registerMetric`. */
  direction: null;
  /** A sentence to show with the values. */
  warning: string;
}
