/** Whole numbers 0..2³²-1 from a seed: the usual mulberry32. */
export function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6D2B79F5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** `size` of 0..n-1 without repeats: the first steps of a Fisher-Yates shuffle. */
export function subset(next: () => number, n: number, size: number): Uint32Array {
  const index = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < size; i++) {
    const j = i + (next() % (n - i));
    [index[i], index[j]] = [index[j], index[i]];
  }
  return index.slice(0, size);
}

/** 0..n-1. */
export function everyone(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}
