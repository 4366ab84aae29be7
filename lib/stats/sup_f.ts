import { bestBreak, type Hinges, straighten } from "./hinge.ts";
import { random } from "./random.ts";

/** The statistic of the test for a break: F of the best place, with two parameters more. */
export function supF(rss0: number, gain: number, n: number): number {
  const rss = Math.max(rss0 - gain, 0);
  return rss === 0 ? Infinity : (gain / 2) / (rss / (n - 4));
}

/**
 * p value of sup-F by simulation: the same search on `simulations` sets of pure errors over the same
 * x. With independent normal errors the statistic depends on x alone, so the level is exact, whatever
 * the line and σ. (1 + number at least as large)/(1 + simulations): A. C. Davison, D. V. Hinkley,
 * Bootstrap Methods, 1997, 4.2.
 *
 * @param order row of each sorted x, for errors that follow each other in the rows' order
 * @param rho correlation of neighbouring errors (AR(1)), 0 for independent ones
 */
export function simulatedP(
  hinges: Hinges,
  observed: number,
  simulations: number,
  seed: number,
  order: Int32Array,
  rho: number,
): number {
  const { normal } = random(seed), n = order.length;
  const rows = new Float64Array(n), e = new Float64Array(n);
  const step = Math.sqrt(1 - rho * rho);
  let asLarge = 1;
  for (let s = 0; s < simulations; s++) {
    rows[0] = normal();
    for (let i = 1; i < n; i++) rows[i] = rho * rows[i - 1] + step * normal();
    for (let i = 0; i < n; i++) e[i] = rows[order[i]];
    const rss0 = straighten(hinges, e);
    if (supF(rss0, bestBreak(hinges, e).gain, n) >= observed) asLarge++;
  }
  return asLarge / (simulations + 1);
}

/**
 * Correlation of neighbouring errors, from residuals in the rows' order. Residuals of p fitted
 * parameters understate it: (n·r + 1 + p)/(n − 3 − p) undoes the first-order part (Kendall's
 * correction, M. G. Kendall, Biometrika 41 (1954) 403, widened by the fitted columns).
 */
export function neighbours(residuals: number[], p: number): number {
  const n = residuals.length;
  let above = 0, below = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0) above += residuals[i] * residuals[i - 1];
    below += residuals[i] ** 2;
  }
  const r = below === 0 ? 0 : above / below;
  return Math.min(Math.max((n * r + 1 + p) / (n - 3 - p), 0), 0.95);
}
