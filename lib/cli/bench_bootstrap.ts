import { linearRegression, sampleWithReplacement } from "simple-statistics";
import { bootstrapLine, median, random } from "@kgen/stats";
import type { Comparison } from "./bench.ts";

const POINTS = 100, FITS = 10_000, ROUNDS = 15, WARM_UP = 5, LIMIT_S = 0.1;

function secondsOf(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

/**
 * Medians of 15 rounds, the contenders in turn: our bootstrap with its intervals, and the same number
 * of resamples and fits by simple-statistics, with its default random numbers and no intervals.
 */
export function benchBootstrap(): Promise<Comparison[]> {
  const { normal } = random(1);
  const x = Array.from({ length: POINTS }, (_, i) => i / 10);
  const y = x.map((v) => 0.52 + 0.142 * v + 0.1 * normal());
  const points = x.map((v, i) => [v, y[i]]);
  const pairs: number[] = [], residual: number[] = [], peer: number[] = [];
  let kept = 0; // the results are used, so that no work is left out
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const seed = round + WARM_UP;
    const ours = (kind: "pairs" | "residual") => () => {
      kept += bootstrapLine(x, y, { n: FITS, seed, kind }).slope.bca[0];
    };
    const seconds = [
      secondsOf(ours("pairs")),
      secondsOf(ours("residual")),
      secondsOf(() => {
        for (let i = 0; i < FITS; i++) {
          kept += linearRegression(sampleWithReplacement(points, POINTS)).m;
        }
      }),
    ];
    if (round >= 0) [pairs, residual, peer].forEach((times, i) => times.push(seconds[i]));
  }
  if (!Number.isFinite(kept)) throw new Error("a bootstrap fit came out as no number");
  const row = (what: string, times: number[], whom: string, than: number): Comparison => ({
    what: `10,000 bootstrap fits, ${what}`,
    measured: `${(1000 * median(times)).toFixed(1)} ms`,
    against: `${(1000 * than).toFixed(1)} ms, ${whom}`,
    ratio: median(times) / than,
    limit: 1,
  });
  return Promise.resolve([
    row("by pairs", pairs, "the limit", LIMIT_S),
    row("by residual", residual, "the limit", LIMIT_S),
    row("by pairs", pairs, "simple-statistics", median(peer)),
  ]);
}
