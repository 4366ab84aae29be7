/**
 * Double-double arithmetic: a number held as the unevaluated sum of two doubles, about 32 digits.
 * Algorithms: T. J. Dekker, Numer. Math. 18 (1971) 224; D. E. Knuth, TAOCP vol. 2, 4.2.2;
 * renormalised as in Y. Hida, X. S. Li, D. H. Bailey, ARITH-15 (2001) 155.
 */
export type DD = readonly [hi: number, lo: number];

export const ZERO: DD = [0, 0];

/** a + b without loss (Knuth). */
function twoSum(a: number, b: number): DD {
  const s = a + b;
  const v = s - a;
  return [s, (a - (s - v)) + (b - v)];
}

/** a · b without loss (Dekker). Right for |a|, |b| below 1e300. */
function twoProduct(a: number, b: number): DD {
  const p = a * b;
  const ca = 134217729 * a, ah = ca - (ca - a), al = a - ah;
  const cb = 134217729 * b, bh = cb - (cb - b), bl = b - bh;
  return [p, ((ah * bh - p) + ah * bl + al * bh) + al * bl];
}

/** Makes |lo| at most half a unit in the last place of hi; needs |hi| ≥ |lo|. */
function renormalise(hi: number, lo: number): DD {
  const s = hi + lo;
  return [s, lo - (s - hi)];
}

export const toDD = (a: number): DD => [a, 0];

export function add(a: DD, b: DD): DD {
  const [s, e] = twoSum(a[0], b[0]);
  const [t, f] = twoSum(a[1], b[1]);
  const [u, g] = renormalise(s, e + t);
  return renormalise(u, g + f);
}

export const negate = (a: DD): DD => [-a[0], -a[1]];

export const subtract = (a: DD, b: DD): DD => add(a, negate(b));

export function multiply(a: DD, b: DD): DD {
  const [p, e] = twoProduct(a[0], b[0]);
  return renormalise(p, e + (a[0] * b[1] + a[1] * b[0]));
}

export function divide(a: DD, b: DD): DD {
  const q1 = a[0] / b[0];
  const r1 = subtract(a, multiply(b, [q1, 0]));
  const q2 = r1[0] / b[0];
  const r2 = subtract(r1, multiply(b, [q2, 0]));
  const [s, e] = renormalise(q1, q2);
  return renormalise(s, e + r2[0] / b[0]);
}

/** Square root by one Newton step from the double one, which doubles its digits. */
export function root(a: DD): DD {
  if (a[0] <= 0) return ZERO;
  const s = Math.sqrt(a[0]);
  const r = subtract(a, multiply([s, 0], [s, 0]));
  return renormalise(s, r[0] / (2 * s));
}

/** Σ aᵢ·bᵢ */
export function dot(a: readonly DD[], b: readonly DD[]): DD {
  let sum: DD = ZERO;
  for (let i = 0; i < a.length; i++) sum = add(sum, multiply(a[i], b[i]));
  return sum;
}
