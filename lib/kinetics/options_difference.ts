import { meanInterval, printable, significant, tInterval } from "@kgen/stats";
import type { Known } from "./recommend_types.ts";

/** How much two numbers differ. */
export interface KnownDifference {
  /** a less b. */
  difference: number;
  /** Null where nothing tells the spread of one of them. */
  ci: [lo: number, hi: number] | null;
  how: "paired" | "unpaired" | "one number";
  pairs: number | null;
  /** Whether the interval holds 0; without an interval, whether the numbers are equal. */
  tie: boolean;
  words: string;
}

/** Blocks that two options must have in common to be compared as pairs. */
const PAIRS = 3;

/**
 * Difference of two numbers with its 95 % interval. Where at least three blocks hold runs of both (interleaved runs of
 * one repeat), of the paired differences; else Welch's, with the degrees of freedom of Welch and Satterthwaite. Two
 * options that share one number (one claim for a variant) do not differ in it.
 *
 * **A tie** 并列 is: this interval covers 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, knownDifference } from "@kgen/kinetics";
 *
 * const options = benchmarkOptions("h100-kit");
 * const [one, four] = ["Turbo, H100", "Turbo, H100, batch 4"].map((name) =>
 *   options.find((o) => o.name === name)!.seconds!
 * );
 * assert.equal(knownDifference(one, four).tie, false);
 * assert.equal(knownDifference(one, one).difference, 0);
 * ```
 */
export function knownDifference(a: Known, b: Known): KnownDifference {
  const found = differenceOf(a, b);
  return printable({ ...found, words: words(found, a.unit) }, (d) => d.words);
}

function words(d: Omit<KnownDifference, "words">, unit: string): string {
  const after = unit === "" ? "" : ` ${unit}`;
  const number = (v: number) => significant(v, 3);
  const verdict = d.tie ? "tie 并列" : "differs";
  if (d.how === "one number") return `0${after}, one number: ${verdict}`;
  const interval = d.ci ? `95 % interval ${number(d.ci[0])} to ${number(d.ci[1])}` : "no interval";
  const how = d.how === "paired" ? `${d.pairs} pairs` : "unpaired";
  return `${number(d.difference)}${after} (${interval}, ${how}): ${verdict}`;
}

function differenceOf(a: Known, b: Known): Omit<KnownDifference, "words"> {
  if (a === b || (a.id !== undefined && a.id === b.id)) {
    return { difference: 0, ci: [0, 0], how: "one number", pairs: null, tie: true };
  }
  const pairs = paired(a, b);
  if (pairs.length >= PAIRS) {
    const { mean, ci } = meanInterval(pairs);
    return { difference: mean, ci, how: "paired", pairs: pairs.length, tie: holds(ci!) };
  }
  const difference = a.value - b.value;
  if (a.se === null || b.se === null || a.df === null || b.df === null) {
    return { difference, ci: null, how: "unpaired", pairs: null, tie: difference === 0 };
  }
  const va = a.se ** 2, vb = b.se ** 2;
  if (va + vb === 0) {
    const exact: [number, number] = [difference, difference];
    return { difference, ci: exact, how: "unpaired", pairs: null, tie: difference === 0 };
  }
  const df = (va + vb) ** 2 / (va ** 2 / a.df + vb ** 2 / b.df);
  const ci = tInterval(difference, Math.sqrt(va + vb), df);
  return { difference, ci, how: "unpaired", pairs: null, tie: holds(ci) };
}

function holds([lo, hi]: [number, number]): boolean {
  return lo <= 0 && hi >= 0;
}

/** a less b in every block that has one of each. */
function paired(a: Known, b: Known): number[] {
  const of = (k: Known) => {
    const blocks = new Map<string, number[]>();
    for (const { value, block } of k.samples ?? []) {
      if (block !== undefined) blocks.set(block, [...(blocks.get(block) ?? []), value]);
    }
    return blocks;
  };
  const mean = (v: number[]) => v.reduce((s, x) => s + x, 0) / v.length;
  const others = of(b);
  return [...of(a)].filter(([block]) => others.has(block))
    .map(([block, values]) => mean(values) - mean(others.get(block)!));
}

/**
 * ln a − ln b with its standard error and degrees of freedom: of the paired runs where there are three blocks of them, else
 * from both relative errors. A factor (a price, a batch) changes the first and not the others.
 */
export function lnDifference(a: Known, b: Known): { ln: number; se: number; df: number } {
  const same = a === b || (a.id !== undefined && a.id === b.id);
  if (same) return { ln: 0, se: 0, df: Infinity };
  const logs = (k: Known): Known => ({
    ...k,
    samples: k.samples?.map((s) => ({ ...s, value: Math.log(s.value) })),
  });
  const pairs = paired(logs(a), logs(b));
  if (pairs.length >= PAIRS) {
    const { mean, se, n } = meanInterval(pairs);
    return { ln: mean, se: se!, df: n - 1 };
  }
  const va = ((a.se ?? 0) / a.value) ** 2, vb = ((b.se ?? 0) / b.value) ** 2;
  const ln = Math.log(a.value / b.value);
  if (va + vb === 0) return { ln, se: 0, df: Infinity };
  const df = (va + vb) ** 2 / (va ** 2 / (a.df ?? Infinity) + vb ** 2 / (b.df ?? Infinity));
  return { ln, se: Math.sqrt(va + vb), df };
}
