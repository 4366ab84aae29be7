import { normalAbove } from "./normal.ts";
import { root } from "./root.ts";

const POINTS = 240;
/** Beyond it a normal tail is below 1e-15. */
const FAR = 8;

/**
 * P(T ≤ t) of a noncentral t: T = (Z + δ)/S with Z standard normal and νS² a χ² on ν degrees of freedom. As
 * ∫ Φ(t·s − δ) f(s) ds by Simpson's rule over the density of S, f ∝ s^(ν−1)·exp(−νs²/2), whose factor is taken from the
 * same sum. Within 1e-6 for ν from 1 up (tests/stats/mean_tests.test.ts).
 */
export function noncentralT(t: number, df: number, delta: number): number {
  // S is about 1 with SD 1/√(2ν).
  const wide = 7 / Math.sqrt(2 * df), lo = Math.max(0, 1 - wide), hi = 1 + wide;
  const h = (hi - lo) / POINTS;
  const peak = Math.max(lo, Math.sqrt(Math.max(0, (df - 1) / df)));
  const log = (s: number) =>
    (df === 1 ? 0 : (df - 1) * Math.log(s / (peak || 1))) - df * (s * s - peak * peak) / 2;
  let sum = 0, mass = 0;
  for (let i = 0; i <= POINTS; i++) {
    const s = lo + i * h;
    const weight = i === 0 || i === POINTS ? 1 : i % 2 ? 4 : 2;
    const f = weight * Math.exp(s === 0 && df > 1 ? -Infinity : log(s));
    mass += f;
    const z = delta - t * s;
    sum += z > FAR ? 0 : z < -FAR ? f : f * normalAbove(z);
  }
  return sum / mass;
}

/** The δ for which P(T ≤ t) is p: P falls as δ grows. */
export function noncentrality(t: number, df: number, p: number): number {
  const f = (delta: number) => noncentralT(t, df, delta) - p;
  // Near t, within a few times √(1 + t²/2ν), the spread that S gives t·S.
  let width = 3 * Math.sqrt(1 + t * t / (2 * df));
  while (f(t - width) < 0 || f(t + width) > 0) width *= 1.7;
  return root(f, t - width, t + width);
}
