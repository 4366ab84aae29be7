import { meanInterval } from "@kgen/stats";

/**
 * 95 % interval of a rate over runs: the t interval of ln k, turned back, so that no limit is negative.
 * Null below three runs: with two, t(0.975) is 12.7, and the interval says nothing.
 */
export function overRunsInterval(rates: readonly number[]): [lo: number, hi: number] | null {
  if (rates.length < 3) return null;
  const [lo, hi] = meanInterval(rates.map(Math.log)).ci!;
  return [Math.exp(lo), Math.exp(hi)];
}
