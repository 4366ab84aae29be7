import { FitError } from "./errors.ts";
import { meanInterval } from "./moments.ts";
import { tInterval } from "./student.ts";

/** One measured value: in which block it stands, and on which of two sides. */
export interface BlockedValue {
  block: string;
  side: 0 | 1;
  y: number;
}

/** A difference between two sides, with blocks as a random effect. */
export interface MixedDifference {
  /** Side 1 minus side 0. */
  value: number;
  se: number;
  df: number;
  ci: [lo: number, hi: number];
  /** Standard deviation within a block and side, and between blocks. */
  within: number;
  between: number;
  n: number;
  /** Blocks, and those that have values on both sides. */
  blocks: number;
  shared: number;
  /** The same from differences of means within each shared block only; null with fewer than two. */
  paired: { value: number; ci: [lo: number, hi: number]; n: number } | null;
}

interface Block {
  n: [number, number];
  sum: [number, number];
  squares: number;
}

/**
 * y = mean + difference·side + block + error, with the blocks' effects drawn from a normal distribution, fitted by REML.
 *
 * Blocks with values on one side only tell a little, by comparison with all blocks; those on both tell most. With one value
 * a side in every block it is the paired t test. Degrees of freedom: values less blocks less one, where blocks are shared.
 *
 * Source: J. C. Pinheiro and D. M. Bates, Mixed-Effects Models in S and S-PLUS (2000), chapter 2.
 *
 * @throws {FitError} too few values, or a side without any
 *
 * @example
 * ```ts
 * import { mixedDifference } from "@kgen/stats";
 * import assert from "node:assert/strict";
 *
 * const y = [[1.0, 1.4], [3.1, 3.2], [2.0, 2.3], [5.2, 5.5]]; // blocks differ by far more than sides
 * const values = y.flatMap(([a, b], i) => [
 *   { block: `${i}`, side: 0 as const, y: a },
 *   { block: `${i}`, side: 1 as const, y: b },
 * ]);
 * const d = mixedDifference(values);
 * assert.equal(d.value.toFixed(3), "0.275");
 * assert.equal(d.se.toFixed(4), "0.0629"); // as the paired t test has it
 * assert.equal(d.df, 3);
 * ```
 */
export function mixedDifference(
  values: readonly BlockedValue[],
  level = 0.95,
): MixedDifference {
  const blocks = blocksOf(values);
  const n = values.length;
  const sides = [0, 1].map((s) => values.filter((v) => v.side === s).length);
  if (sides.some((count) => count === 0)) {
    throw new FitError("too few", "A difference needs values on both sides; one has none.");
  }
  const shared = blocks.filter((b) => b.n[0] > 0 && b.n[1] > 0);
  const df = shared.length > 0 ? n - blocks.length - 1 : blocks.length - 2;
  if (df < 1) {
    throw new FitError(
      "too few",
      `${n} values in ${blocks.length} blocks, ${shared.length} of them on both sides, leave no degree of freedom: ` +
        "measure more repeats.",
    );
  }
  const ratio = bestRatio((r) => reml(blocks, n, r).criterion);
  const fit = reml(blocks, n, ratio);
  return {
    value: fit.difference,
    se: fit.se,
    df,
    ci: tInterval(fit.difference, fit.se, df, level),
    within: fit.sigma,
    between: fit.sigma * Math.sqrt(ratio),
    n,
    blocks: blocks.length,
    shared: shared.length,
    paired: pairedOf(shared, level),
  };
}

function blocksOf(values: readonly BlockedValue[]): Block[] {
  const found = new Map<string, Block>();
  for (const [i, { block, side, y }] of values.entries()) {
    if (!Number.isFinite(y)) throw new FitError("not finite", `Value ${i + 1} is ${y}.`, "y", [i]);
    const b = found.get(block) ?? { n: [0, 0], sum: [0, 0], squares: 0 };
    found.set(block, b);
    b.n[side]++;
    b.sum[side] += y;
    b.squares += y * y;
  }
  return [...found.values()];
}

/** Generalised least squares for a given ratio of the variances (between to within), and -2 log REML. */
function reml(blocks: readonly Block[], n: number, ratio: number) {
  let aa = 0, ab = 0, bb = 0, ya = 0, yb = 0, yy = 0, logs = 0;
  for (const { n: [n0, n1], sum: [s0, s1], squares } of blocks) {
    const m = n0 + n1, s = s0 + s1;
    // (I + ratio·J)⁻¹ = I - w·J
    const w = ratio / (1 + ratio * m);
    aa += m - w * m * m;
    ab += n1 - w * m * n1;
    bb += n1 - w * n1 * n1;
    ya += s - w * m * s;
    yb += s1 - w * n1 * s;
    yy += squares - w * s * s;
    logs += Math.log1p(ratio * m);
  }
  const determinant = aa * bb - ab * ab;
  const difference = (aa * yb - ab * ya) / determinant;
  const mean = (ya - ab * difference) / aa;
  const rss = Math.max(yy - mean * ya - difference * yb, Number.EPSILON * yy);
  const variance = rss / (n - 2);
  return {
    difference,
    sigma: Math.sqrt(variance),
    se: Math.sqrt(variance * aa / determinant),
    criterion: (n - 2) * Math.log(variance) + logs + Math.log(determinant),
  };
}

/** The ratio at which a criterion is least: a coarse search over 12 decades, then golden section. 0 when that is better. */
function bestRatio(criterion: (ratio: number) => number): number {
  const at = (log: number) => criterion(10 ** log);
  const grid = Array.from({ length: 49 }, (_, i) => -6 + i / 4);
  const best = grid.reduce((a, b) => at(b) < at(a) ? b : a);
  let [lo, hi] = [best - 0.25, best + 0.25];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 60; i++) {
    const [left, right] = [hi - golden * (hi - lo), lo + golden * (hi - lo)];
    if (at(left) < at(right)) hi = right;
    else lo = left;
  }
  const found = 10 ** ((lo + hi) / 2);
  return criterion(0) <= criterion(found) ? 0 : found;
}

function pairedOf(shared: readonly Block[], level: number): MixedDifference["paired"] {
  if (shared.length < 2) return null;
  const { mean, ci, n } = meanInterval(
    shared.map((b) => b.sum[1] / b.n[1] - b.sum[0] / b.n[0]),
    level,
  );
  return { value: mean, ci: ci!, n };
}
