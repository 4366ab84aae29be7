import { mixedDifference } from "@kgen/stats";
import { KineticsError } from "./errors.ts";

/** A run of a fleet, as `runs` of its data set has it. */
export interface HostRun {
  /** The host, by its name or address. */
  url: string;
  /** What was run: the same on either host is the same text. */
  condition: string;
  /** s⁻¹ */
  k_sampling: number | null;
  /** "cold" runs are left out. */
  start?: string | null;
}

/** How much faster one host is than another. */
export interface HostComparison {
  slower: string;
  faster: string;
  /** kNfe of the faster over that of the slower, with its 95 % interval: conditions as a random effect. */
  ratio: number;
  ci: [lo: number, hi: number];
  /** The same by the differences within each condition that ran on both. */
  paired: { ratio: number; ci: [lo: number, hi: number]; n: number } | null;
  /** The ratio of the plain means, which confounds hosts with what they happened to be given. */
  naive: number;
  n: number;
  conditions: number;
  shared: number;
  /** Scatter of a repeat, and of conditions, as a part of k. */
  within: number;
  between: number;
  effect: boolean;
  verdict: string;
  toString(): string;
}

/**
 * Is one host really faster than another? A fleet gives each cell to whoever is free, so the two have not run the same
 * things. ln kNfe = mean + host + condition + error: conditions are a random effect, so a host that was given the quick ones
 * has no advantage of it.
 *
 * @param runs of two hosts; of more, name two
 * @throws {KineticsError} fewer than two hosts, or nothing to compare
 * @throws {FitError} too few repeats
 *
 * @example
 * ```ts
 * import { compareHosts } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const run = (url: string, condition: string, k_sampling: number) => ({ url, condition, k_sampling });
 * const found = compareHosts([
 *   ...[10, 10.2, 9.9].map((k) => run("A", "small", k)),
 *   run("A", "large", 2),
 *   run("B", "small", 9),
 *   ...[1.8, 1.82, 1.78].map((k) => run("B", "large", k)),
 * ]);
 * assert.equal(found.faster, "A");
 * assert.equal(found.ratio.toFixed(2), "1.11");
 * assert.ok(found.naive > 2); // A was given the small ones
 * ```
 */
export function compareHosts(runs: readonly HostRun[], pair?: [string, string]): HostComparison {
  const warm = runs.filter((r) => r.start !== "cold" && r.k_sampling !== null && r.k_sampling > 0);
  const hosts = [...new Set(warm.map((r) => r.url))].sort();
  const [a, b] = pair ?? hosts;
  if (!pair && hosts.length !== 2) {
    throw new KineticsError(
      "argument",
      `A comparison takes the warm runs of two hosts; here are ${hosts.length}` +
        `${hosts.length > 0 ? ` (${hosts.join(", ")})` : ""}. Name two as [a, b].`,
    );
  }
  const of = (host: string) => warm.filter((r) => r.url === host);
  const missing = [a, b].find((h) => of(h).length === 0);
  if (missing !== undefined) {
    throw new KineticsError("argument", `There is no warm run of ${missing}: ${hosts.join(", ")}.`);
  }
  const fit = mixedDifference(
    [a, b].flatMap((host, i) =>
      of(host).map((r) => ({ block: r.condition, side: i as 0 | 1, y: Math.log(r.k_sampling!) }))
    ),
  );
  const back = fit.value < 0;
  const [slower, faster] = back ? [b, a] : [a, b];
  const turned = ([lo, hi]: [number, number]): [number, number] =>
    back ? [Math.exp(-hi), Math.exp(-lo)] : [Math.exp(lo), Math.exp(hi)];
  const mean = (host: string) => of(host).reduce((s, r) => s + r.k_sampling!, 0) / of(host).length;
  const effect = fit.ci[0] > 0 || fit.ci[1] < 0;
  const ratio = Math.exp(Math.abs(fit.value));
  const ci = turned(fit.ci);
  const percent = (v: number) => `${(100 * (v - 1)).toFixed(1)} %`;
  const verdict = effect
    ? `${faster} is faster than ${slower} by ${percent(ratio)} (95 %: ${percent(ci[0])} to ${
      percent(ci[1])
    }).`
    : `No difference is seen between ${slower} and ${faster}: ${percent(ratio)} (95 %: ${
      percent(ci[0])
    } to ${percent(ci[1])}).`;
  const paired = fit.paired && {
    ratio: Math.exp(back ? -fit.paired.value : fit.paired.value),
    ci: turned(fit.paired.ci),
    n: fit.paired.n,
  };
  return {
    slower,
    faster,
    ratio,
    ci,
    paired,
    naive: mean(faster) / mean(slower),
    n: fit.n,
    conditions: fit.blocks,
    shared: fit.shared,
    within: fit.within,
    between: fit.between,
    effect,
    verdict,
    toString: () =>
      `${verdict}\n${fit.n} runs of ${fit.blocks} conditions, ${fit.shared} of them on both hosts; a repeat scatters by ` +
      `${(100 * fit.within).toFixed(1)} %, conditions by ${(100 * fit.between).toFixed(0)} %.`,
  };
}
