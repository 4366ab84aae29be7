/** Two 32-bit words from one step of SplitMix64 (Steele, Lea, Flood 2014): spreads a seed over a generator's state. */
function* splitMix64(seed: bigint): Generator<number, never> {
  let state = BigInt.asUintN(64, seed);
  while (true) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    z ^= z >> 31n;
    yield Number(z & 0xffffffffn);
    yield Number(z >> 32n);
  }
}

/**
 * A stream of uniform numbers in (0,1) with 53 random bits, never 0 or 1.
 *
 * The generator is xoshiro128** (Blackman and Vigna 2018), its state filled from `seed` (64 bits) by SplitMix64. Only
 * integer arithmetic, so the stream is the same everywhere.
 */
export function uniformStream(seed: bigint): () => number {
  const words = splitMix64(seed);
  let [a, b, c, d] = Array.from({ length: 4 }, () => words.next().value as number);
  const next = () => {
    let out = Math.imul(b, 5);
    out = Math.imul((out << 7) | (out >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return out >>> 0;
  };
  return () => {
    const high = next() >>> 5;
    const low = next() >>> 6;
    return (high * 0x4000000 + low + 0.5) / 0x20000000000000;
  };
}
