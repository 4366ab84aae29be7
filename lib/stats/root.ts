/**
 * Where a rising or falling function crosses 0 between lo and hi, which must lie on two sides of it: regula falsi, Illinois
 * variant (M. Dowell, P. Jarratt, BIT 11 (1971) 168), bisected where it stalls.
 */
export function root(f: (x: number) => number, lo: number, hi: number, tolerance = 1e-9): number {
  let a = f(lo), b = f(hi), side = 0;
  if (a === 0) return lo;
  if (b === 0) return hi;
  for (
    let i = 0;
    i < 100 && Math.abs(hi - lo) > tolerance * (1 + Math.abs(lo) + Math.abs(hi));
    i++
  ) {
    const guess = i % 4 === 3 ? (lo + hi) / 2 : (a * hi - b * lo) / (a - b);
    const value = f(guess);
    if (Math.abs(value) < 1e-12) return guess;
    if ((value > 0) === (b > 0)) {
      hi = guess;
      b = value;
      if (side === -1) a /= 2;
      side = -1;
    } else {
      lo = guess;
      a = value;
      if (side === 1) b /= 2;
      side = 1;
    }
  }
  return (lo + hi) / 2;
}
