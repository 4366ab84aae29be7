import type { SetFeatures } from "@kgen/quality";

/** How sets_expected.py makes a set of features. */
export interface Recipe {
  n: number;
  dim: number;
  seed: number;
  shift?: number;
  scale?: number;
  mix?: number;
  relu?: number;
  rank?: number;
}

function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6D2B79F5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** The set of that recipe, equal in every bit to the one in Python. */
export function remake(recipe: Recipe, name = "random"): SetFeatures {
  const { n, dim, seed, shift = 0, scale = 1, mix = 0, relu = 0, rank = 0 } = recipe;
  const next = mulberry32(seed);
  const half = () => next() >>> 16;
  const data = new Float32Array(n * dim);
  for (let i = 0; i < n; i++) {
    const u = Array.from({ length: dim }, () => half() + half() + half() + half() - 131070);
    let v = u.map((x, j) => x * scale + mix * (j ? u[j - 1] : 0) + shift * (j + 1) * 256);
    if (relu) v = v.map((x) => Math.max(0, x));
    if (rank) v = v.map((x, j) => (j < rank ? x : v[j % rank] + v[(j + 1) % rank]));
    data.set(v.map((x) => x / 65536), i * dim);
  }
  return { name, n, dim, data };
}
