import { meanInterval } from "@kgen/stats";
import type { HostRun } from "./host_comparison.ts";

/** The rate of a condition on a host. */
export interface HostRate {
  /** What was run. */
  variant: string;
  /** The host. */
  gpu: string;
  /** Mean kNfe, s⁻¹, and its 95 % interval; null for a single run. */
  k: number;
  lo: number | null;
  hi: number | null;
  n: number;
}

/**
 * Mean rates of warm runs by condition and host, as `rateBars` draws them.
 *
 * @example
 * ```ts
 * import { hostRates } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const run = (k_sampling: number) => ({ url: "A", condition: "4 steps", k_sampling });
 * const [rate] = hostRates([run(9), run(10), run(11)]);
 * assert.deepEqual([rate.gpu, rate.k, rate.n], ["A", 10, 3]);
 * ```
 */
export function hostRates(runs: readonly HostRun[]): HostRate[] {
  const groups = new Map<string, HostRun[]>();
  for (const run of runs) {
    if (run.start === "cold" || run.k_sampling === null) continue;
    const key = JSON.stringify([run.condition, run.url]);
    groups.set(key, [...groups.get(key) ?? [], run]);
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([, of]) => {
    const { mean, ci, n } = meanInterval(of.map((r) => r.k_sampling!));
    return {
      variant: of[0].condition,
      gpu: of[0].url,
      k: mean,
      lo: ci && ci[0],
      hi: ci && ci[1],
      n,
    };
  });
}
