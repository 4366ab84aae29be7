import { checkFinite, checkLength, checkLevel } from "./check.ts";
import { smallestSeen } from "./detectable.ts";
import { type EffectSize, effectSize } from "./effect_size.ts";
import { FitError } from "./errors.ts";
import { meanInterval } from "./moments.ts";
import { type Permutation, relabel, signFlip } from "./permutation.ts";
import { printable, significant } from "./print.ts";
import { tInterval, tProbability } from "./student.ts";

/** A difference of means, tested. */
export interface MeanTest {
  design: "paired" | "two groups";
  /** Pairs; or the sizes of a and b. */
  n: number | [a: number, b: number];
  /** Mean of b less mean of a. */
  difference: number;
  /** SD of the differences; of two groups the pooled one. */
  sd: number;
  se: number;
  ci: [lo: number, hi: number];
  t: number;
  df: number;
  /** Two-sided p of the t test: Student's on pairs, Welch's on two groups. */
  p: number;
  /** By sign flips of the pairs, or by relabelling of two groups. */
  permutation: Permutation;
  effect: EffectSize;
  /** The smallest difference that this design sees in 80 % of trials, from its own scatter. */
  smallestSeen: number;
  level: number;
}

/** Options of {@link pairedTest} and {@link twoGroupTest}. */
export interface MeanTestOptions {
  level?: number;
  /** Power at which the smallest difference is stated; 0.8. */
  power?: number;
  /** Of the permutations, where there are too many to count. */
  seed?: number;
}

/**
 * Did b differ from a, pair by pair? Student's t on the differences b − a, an exact sign-flip test beside it, the effect
 * size d_z with its interval and Hedges' correction, and the smallest difference that the design could see.
 *
 * Two pairs are the fewest; with fewer than 6 no sign-flip p can fall below 0.05, and the t test rests on errors being normal.
 *
 * @throws {FitError} columns of different length, fewer than 2 pairs, values that are not finite
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { pairedTest } from "@kgen/stats";
 *
 * // Student's sleep data (1908).
 * const a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
 * const b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
 * const test = pairedTest(a, b);
 * assert.equal(test.difference.toFixed(2), "1.58");
 * assert.equal(test.p.toFixed(6), "0.002833");
 * assert.deepEqual(test.effect.ci.map((v) => v.toFixed(2)), ["0.41", "2.12"]);
 * ```
 */
export function pairedTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: MeanTestOptions = {},
): MeanTest {
  checkLength("b", b.length, a.length, "a");
  checkFinite("a", a);
  checkFinite("b", b);
  const { level = 0.95, power = 0.8, seed = 1 } = options, n = a.length;
  checkLevel(level);
  if (n < 2) {
    throw new FitError("too few", `A paired test needs at least 2 pairs; got ${n}.`);
  }
  const d = Array.from(a, (v, i) => b[i] - v);
  const { mean, sd, se } = meanInterval(d, level);
  return tested("paired", n, mean, sd!, se!, n - 1, n, signFlip(d, seed), { level, power });
}

/**
 * Do two groups differ, where nothing pairs them? Welch's t (B. L. Welch, Biometrika 34 (1947) 28), an exact relabelling test, d_s from
 * the pooled SD. Groups that were measured one after the other differ by whatever changed between them, too: pair them if you can.
 *
 * @throws {FitError} a group of fewer than 2, values that are not finite
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { twoGroupTest } from "@kgen/stats";
 *
 * const test = twoGroupTest([6.9, 7.1, 7.0, 7.2], [8.4, 8.5, 8.2, 8.3, 8.5]);
 * assert.ok(test.p < 1e-4);
 * assert.equal(test.permutation.p.toFixed(4), (1 / 126).toFixed(4)); // the most extreme of 126 ways
 * ```
 */
export function twoGroupTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: MeanTestOptions = {},
): MeanTest {
  checkFinite("a", a);
  checkFinite("b", b);
  const { level = 0.95, power = 0.8, seed = 1 } = options;
  checkLevel(level);
  if (a.length < 2 || b.length < 2) {
    throw new FitError(
      "too few",
      `Each group needs at least 2 values; got ${a.length} and ${b.length}.`,
    );
  }
  const [ma, mb] = [meanInterval(a), meanInterval(b)], [na, nb] = [a.length, b.length];
  const va = ma.se! ** 2, vb = mb.se! ** 2, se = Math.sqrt(va + vb);
  const welch = (va + vb) ** 2 / (va ** 2 / (na - 1) + vb ** 2 / (nb - 1));
  const pooled = Math.sqrt(
    ((na - 1) * ma.sd! ** 2 + (nb - 1) * mb.sd! ** 2) / (na + nb - 2),
  );
  const df = Number.isFinite(welch) ? Math.max(1, welch) : na + nb - 2;
  return tested(
    "two groups",
    [na, nb],
    mb.mean - ma.mean,
    pooled,
    se,
    df,
    na * nb / (na + nb),
    relabel(a, b, seed),
    { level, power },
  );
}

function tested(
  design: MeanTest["design"],
  n: MeanTest["n"],
  difference: number,
  sd: number,
  se: number,
  df: number,
  m: number,
  permutation: Permutation,
  { level, power }: { level: number; power: number },
): MeanTest {
  const t = se > 0 ? difference / se : difference === 0 ? 0 : Math.sign(difference) * Infinity;
  // Of two groups the effect size rests on the pooled SD, and so on its degrees of freedom.
  const pooled = typeof n === "number" ? df : n[0] + n[1] - 2;
  const byPooled = typeof n === "number" ? t : sd > 0 ? difference / sd * Math.sqrt(m) : t;
  const result: MeanTest = {
    design,
    n,
    difference,
    sd,
    se,
    ci: tInterval(difference, se, df, level),
    t,
    df,
    p: Number.isFinite(t) ? tProbability(t, df) : 0,
    permutation,
    effect: effectSize(design === "paired" ? "d_z" : "d_s", byPooled, pooled, m, level),
    smallestSeen: smallestSeen(m, power, 1 - level, df) * se * Math.sqrt(m),
    level,
  };
  return printable(result, text);
}

function text(r: MeanTest): string {
  const s = significant, { effect, permutation } = r;
  const size = typeof r.n === "number" ? `${r.n} pairs` : `${r.n[0]} and ${r.n[1]} values`;
  return [
    `b − a = ${s(r.difference)} (${+(100 * r.level).toFixed(2)} % interval ${s(r.ci[0], 3)} to ${
      s(r.ci[1], 3)
    }; ${size})`,
    `t(${s(r.df, 3)}) = ${s(r.t, 3)}, p = ${s(r.p, 2)}; ${
      r.design === "paired" ? "sign flips" : "relabelling"
    } p = ${s(permutation.p, 2)} (${permutation.exact ? "exact" : "drawn"}, least possible ${
      s(permutation.least, 2)
    })`,
    `${effect.name} = ${s(effect.value, 3)} (${s(effect.ci[0], 3)} to ${
      s(effect.ci[1], 3)
    }), Hedges' g = ${s(effect.g, 3)}; smallest difference seen in 80 % of trials: ${
      s(r.smallestSeen, 2)
    }`,
  ].join("\n");
}
