import { random } from "./random.ts";

/** A p value by counting rearrangements. */
export interface Permutation {
  p: number;
  /** Whether all rearrangements were counted. */
  exact: boolean;
  /** How many were. */
  counted: number;
  /** The smallest p that so few data can give. */
  least: number;
}

/** Up to so many all are counted; beyond, as many are drawn. */
const MOST = 1 << 17;
/** Sums that differ by rounding alone are ties. */
const ROUNDING = 1e-12;

/**
 * Sign-flip test of paired differences: if the treatment did nothing, each difference could as well have had the other
 * sign. p is the share of the 2ⁿ sign patterns whose |sum| is at least the seen one (R. A. Fisher, The Design of
 * Experiments, 1935, ch. III). Needs no normal errors, only symmetry. Up to 17 pairs all are counted.
 */
export function signFlip(differences: ArrayLike<number>, seed = 1): Permutation {
  const d = Float64Array.from(differences), n = d.length;
  let sum = 0, size = 0;
  for (const v of d) {
    sum += v;
    size += Math.abs(v);
  }
  const limit = Math.abs(sum) - ROUNDING * size;
  const least = 2 ** (1 - n);
  if (2 ** n <= MOST) {
    // Gray code: each pattern differs from the last in one sign.
    const all = 2 ** n;
    let now = size === 0 ? 0 : d.reduce((s, v) => s + v, 0), hits = Math.abs(now) >= limit ? 1 : 0;
    for (let i = 1; i < all; i++) {
      const bit = 31 - Math.clz32(i & -i);
      now -= 2 * d[bit];
      d[bit] = -d[bit];
      if (Math.abs(now) >= limit) hits++;
    }
    return { p: hits / all, exact: true, counted: all, least };
  }
  const { uniform } = random(seed);
  let hits = 1; // the seen pattern is one of them
  for (let r = 1; r < MOST; r++) {
    let now = 0;
    for (const v of d) now += uniform() < 0.5 ? v : -v;
    if (Math.abs(now) >= limit) hits++;
  }
  return { p: hits / MOST, exact: false, counted: MOST, least: 1 / MOST };
}

/**
 * Relabelling test of two groups: the share of the ways to deal the values into groups of these sizes whose means
 * differ by at least as much. All ways up to 131,072 of them, else as many drawn.
 */
export function relabel(a: ArrayLike<number>, b: ArrayLike<number>, seed = 1): Permutation {
  const values = [...Array.from(a), ...Array.from(b)], n = values.length, k = a.length;
  const mean = values.reduce((s, v) => s + v, 0) / n;
  const c = values.map((v) => v - mean);
  const size = c.reduce((s, v) => s + Math.abs(v), 0);
  // Of centred values the sum of one group tells the difference of the means.
  const limit = Math.abs(c.slice(0, k).reduce((s, v) => s + v, 0)) - ROUNDING * size;
  let all = 1;
  for (let i = 1; i <= k; i++) all = all * (n - k + i) / i;
  all = Math.round(all);
  if (all <= MOST) {
    let hits = 0;
    const walk = (from: number, left: number, sum: number) => {
      if (left === 0) {
        if (Math.abs(sum) >= limit) hits++;
        return;
      }
      for (let i = from; i <= n - left; i++) walk(i + 1, left - 1, sum + c[i]);
    };
    walk(0, k, 0);
    return { p: hits / all, exact: true, counted: all, least: (k === n - k ? 2 : 1) / all };
  }
  const { below } = random(seed);
  let hits = 1;
  for (let r = 1; r < MOST; r++) {
    let sum = 0;
    for (let i = 0; i < k; i++) {
      const j = i + below(n - i), v = c[j];
      c[j] = c[i];
      c[i] = v;
      sum += v;
    }
    if (Math.abs(sum) >= limit) hits++;
  }
  return { p: hits / MOST, exact: false, counted: MOST, least: 1 / MOST };
}
