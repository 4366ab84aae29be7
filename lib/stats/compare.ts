import fCdf from "@stdlib/stats-base-dists-f-cdf";
import { FitError } from "./errors.ts";
import type { Fit } from "./fit.ts";
import { internalsOf } from "./internals.ts";
import { printable, significant } from "./print.ts";

/** Two fits to the same data, compared. */
export interface Comparison {
  /** AICc of a less that of b; negative if a is the better one. */
  deltaAicc: number;
  /** Akaike weight of a among the two: exp(−Δ/2)/(1 + exp(−Δ/2)). */
  weightA: number;
  /** Which describes these data better by AICc, or null where the difference is below 2. */
  better: "a" | "b" | null;
  /** F test of the smaller model within the larger, or null where they are not nested. */
  f: { F: number; df: [number, number]; p: number; smaller: "a" | "b" } | null;
  verdict: string;
}

/** Options of {@link compare}. */
export interface CompareOptions {
  /** What the two are called in the verdict; "a" and "b" unless given. */
  names?: [string, string];
  /**
   * Whether one model is a special case of the other, which makes an F test possible. For linear
   * fits it is found out; for nonlinear ones it must be said, and is taken on trust.
   */
  nested?: boolean;
}

/**
 * Compares two fits to the same y: by AICc (below 2: these data do not tell them apart;
 * K. P. Burnham, D. R. Anderson, Model Selection, 2002, 2.6), and, where one model is a
 * special case of the other, by F = ((rss₀ − rss₁)/(p₁ − p₀))/(rss₁/df₁). Both take the errors as
 * normal and independent, whatever `errors` the fits were made with. For a broken line against a
 * straight one use the broken line's own `test`: F does not hold there.
 *
 * @throws {FitError} different y or weights, a Huber or Theil-Sen fit (no likelihood), `nested` said of
 * fits with equally many parameters
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compare, linearFit, polynomialFit } from "@kgen/stats";
 *
 * const x = [0, 1, 2, 3, 4, 5, 6, 7], y = [0.1, 1.0, 2.1, 2.9, 4.0, 5.1, 5.9, 7.0];
 * const c = compare(linearFit(x, y), polynomialFit(x, y, 2), { names: ["line", "parabola"] });
 * assert.equal(c.better, "a");
 * assert.ok(c.f !== null && c.f.p > 0.05);
 * console.log(c.verdict);
 * ```
 */
export function compare(a: Fit, b: Fit, options: CompareOptions = {}): Comparison {
  const [nameA, nameB] = options.names ?? ["a", "b"];
  checkSame(a, b);
  const delta = a.aicc - b.aicc;
  if (Number.isNaN(delta)) {
    throw new FitError(
      "argument",
      Number.isNaN(a.aicc) || Number.isNaN(b.aicc)
        ? "A Huber or Theil-Sen fit has no likelihood, so AICc cannot compare it. Compare least-squares fits."
        : "Both fits have too few points for AICc (n ≤ parameters + 2), or both are perfect: nothing to compare.",
    );
  }
  const better = Math.abs(delta) < 2 ? null : delta < 0 ? "a" : "b";
  const f = fTest(a, b, options.nested);
  const size = significant(Math.abs(delta), 3);
  const [best, other] = delta < 0 ? [nameA, nameB] : [nameB, nameA];
  const words = better === null
    ? `These data do not tell ${nameA} and ${nameB} apart (AICc differs by ${size}, less than 2)`
    : `${best} describes these data ${
      Math.abs(delta) < 7 ? "somewhat" : "much"
    } better than ${other} (AICc lower by ${size})`;
  const test = f === null
    ? ""
    : `; F(${f.df[0]}, ${f.df[1]}) = ${significant(f.F, 3)}, p = ${significant(f.p, 2)} for ${
      f.smaller === "a" ? nameA : nameB
    } being enough`;
  const result: Comparison = {
    deltaAicc: delta,
    weightA: 1 / (1 + Math.exp(delta / 2)),
    better,
    f,
    verdict: `${words}${test}.`,
  };
  return printable(result, (c) => c.verdict);
}

function checkSame(a: Fit, b: Fit): void {
  if (a.n !== b.n) {
    throw new FitError(
      "length",
      `The fits have ${a.n} and ${b.n} points: compare fits to the same data.`,
    );
  }
  const y = (fit: Fit, i: number) => fit.fitted[i] + fit.residuals[i];
  const rows: number[] = [];
  for (let i = 0; i < a.n; i++) {
    const size = Math.max(Math.abs(y(a, i)), Math.abs(a.fitted[i]), Math.abs(b.fitted[i]));
    if (Math.abs(y(a, i) - y(b, i)) > 1e-9 * size) rows.push(i);
  }
  if (rows.length > 0) {
    throw new FitError(
      "argument",
      `The fits are to different y, first in row ${
        rows[0]
      } (counted from 0): compare fits to the ` +
        `same data, on the same scale.`,
      "y",
      rows,
    );
  }
}

function fTest(a: Fit, b: Fit, said: boolean | undefined): Comparison["f"] {
  if (said === false) return null;
  const [small, large] = a.df > b.df ? [a, b] : [b, a];
  const more = small.df - large.df;
  if (said === true && more === 0) {
    throw new FitError(
      "argument",
      "Nested fits differ in their number of parameters; these do not.",
    );
  }
  if (more === 0 || !(said ?? within(small, large))) return null;
  const F = Math.max(0, (small.rss - large.rss) / more) / (large.rss / large.df);
  return {
    F,
    df: [more, large.df],
    // The upper tail, as a lower one: 1 − cdf would lose small p.
    p: Number.isNaN(F) ? NaN : F === 0 ? 1 : fCdf(1 / F, large.df, more),
    smaller: small === a ? "a" : "b",
  };
}

/** Whether both are linear with the same weights and every column of the small one lies in the span of the large one's. */
function within(small: Fit, large: Fit): boolean {
  const s = internalsOf(small), l = internalsOf(large);
  if (!s?.linear || !l?.linear) return false;
  for (let i = 0; i < small.n; i++) {
    if ((s.weights?.[i] ?? 1) !== (l.weights?.[i] ?? 1)) return false;
  }
  return s.q.every((column) => {
    const rest = Float64Array.from(column);
    for (const q of l.q) {
      let along = 0;
      for (let i = 0; i < rest.length; i++) along += rest[i] * q[i];
      for (let i = 0; i < rest.length; i++) rest[i] -= along * q[i];
    }
    return Math.hypot(...rest) < 1e-7;
  });
}
