import { FitError } from "./errors.ts";

/** Seeded random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** A whole number in [0, n), n up to 2³². */
  below(n: number): number;
  /** Standard normal. */
  normal(): number;
}

/** 32 random bits a call: xoshiro128** from four words of state. */
export function xoshiro128(a: number, b: number, c: number, d: number): () => number {
  return () => {
    const r = Math.imul(b, 5);
    const result = Math.imul((r << 7) | (r >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
}

/** Bits from a seed, its two halves spread over the state by splitmix32 (the murmur3 finaliser). */
export function seededBits(seed: number): () => number {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new FitError("argument", `seed must be a whole number from 0 up; got ${seed}.`);
  }
  let state = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) | 0;
  const word = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return xoshiro128(word(), word(), word(), word());
}

/**
 * A seeded generator: xoshiro128** (D. Blackman, S. Vigna, ACM Trans. Math. Software 47 (2021) 36),
 * period 2¹²⁸ − 1; normal numbers by Marsaglia's polar method.
 *
 * @param seed a whole number from 0 up
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { random } from "@kgen/stats";
 *
 * const a = random(7), b = random(7);
 * assert.equal(a.normal(), b.normal());
 * assert.ok(a.below(6) < 6);
 * ```
 */
export function random(seed: number): Random {
  const bits = seededBits(seed);
  const uniform = () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  let spare = NaN;
  return {
    uniform,
    // Bias below n/2³².
    below: (n) => Math.floor(bits() * (n / 4294967296)),
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = NaN;
        return kept;
      }
      for (;;) {
        const u = 2 * uniform() - 1, v = 2 * uniform() - 1, s = u * u + v * v;
        if (s >= 1 || s === 0) continue;
        const f = Math.sqrt(-2 * Math.log(s) / s);
        spare = v * f;
        return u * f;
      }
    },
  };
}
