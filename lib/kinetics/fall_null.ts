import { median, random } from "@kgen/stats";

/** Trials of the simulated null, and its seed. */
const TRIALS = 1999, SEED = 1;
const known = new Map<string, Float64Array>();

/** What is compared: the best mean of a few neighbouring frames against that of the last few. */
export interface Fall {
  /** Best mean before the last window, that of the last, and the difference. */
  peak: number;
  end: number;
  drop: number;
  /** Index of the middle frame of the best window. */
  at: number;
  /** Drop over the standard deviation of a frame's error. */
  statistic: number;
}

/** Frames in a window: enough to average, few enough to be "the end". */
export const windowOf = (n: number): number => n >= 9 ? 3 : 2;

/** The fall of a series from its running maximum to its end. `noise`: SD of a frame's error, where it is known. */
export function fallOf(I: ArrayLike<number>, noise?: number): Fall {
  const n = I.length, w = windowOf(n);
  const mean = (from: number) => {
    let s = 0;
    for (let i = from; i < from + w; i++) s += I[i];
    return s / w;
  };
  const end = mean(n - w);
  let peak = -Infinity, at = 0;
  for (let from = 0; from + w <= n - w; from++) {
    const m = mean(from);
    if (m > peak) [peak, at] = [m, from + (w >> 1)];
  }
  const drop = peak - end;
  return { peak, end, drop, at, statistic: drop <= 0 ? 0 : drop / (noise ?? noiseOf(I)) };
}

/** SD of a frame's error from second differences, which a smooth curve leaves small: median of |Iᵢ₋₁ − 2Iᵢ + Iᵢ₊₁|. */
function noiseOf(I: ArrayLike<number>): number {
  const second = new Float64Array(I.length - 2);
  for (let i = 0; i < second.length; i++) second[i] = Math.abs(I[i] - 2 * I[i + 1] + I[i + 2]);
  return 1.4826 * median(second) / Math.sqrt(6);
}

/**
 * How often frames that only scatter about a level show a fall as large: the part of 1,999 simulated series of as many
 * independent normal numbers with a statistic at least this. A level is the worst case: where I rises falls are rarer.
 *
 * @param noiseKnown whether the statistic was made with a known SD
 */
export function fallProbability(statistic: number, n: number, noiseKnown: boolean): number {
  const key = `${n} ${noiseKnown}`;
  let table = known.get(key);
  if (!table) {
    const { normal } = random(SEED);
    table = Float64Array.from({ length: TRIALS }, () => {
      const series = Float64Array.from({ length: n }, normal);
      return fallOf(series, noiseKnown ? 1 : undefined).statistic;
    });
    known.set(key, table);
  }
  let more = 0;
  for (const value of table) if (value >= statistic) more++;
  return (more + 1) / (TRIALS + 1);
}
