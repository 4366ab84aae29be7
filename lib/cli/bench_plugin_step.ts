import { median } from "@kgen/stats";

/** Seconds of the same job with few and with many steps. */
export interface Slope {
  short: number;
  long: number;
}

/** A pair of slopes, without and with the watch. */
export interface Pair {
  plain: Slope;
  watched: Slope;
}

/**
 * Medians over pairs of a step's time, (long − short)/steps, in ms, and the ratio of the two. Whole jobs end when the
 * GPU is through; the messages of single steps may not wait for it.
 *
 * @param steps how many more steps the long job has
 */
export function stepRatio(pairs: readonly Pair[], steps: number): {
  ratio: number;
  plainMs: number;
} {
  const ms = (of: "plain" | "watched") =>
    median(pairs.map((p) => 1000 * (p[of].long - p[of].short) / steps));
  const plainMs = ms("plain");
  return { ratio: ms("watched") / plainMs, plainMs };
}
