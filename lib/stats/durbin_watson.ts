import fCdf from "@stdlib/stats-base-dists-f-cdf";
import { eigenvalues } from "./eigenvalues.ts";

/** Beyond this many rows the eigenvalues cost more than the approximation loses. */
const EXACT = 200;

/**
 * Probability that independent normal errors give a Durbin-Watson statistic at most d, for residuals
 * orthogonal to the columns `q` (orthonormal). Exact up to 200 rows: d = eᵀAe/eᵀe is a ratio of
 * quadratic forms, and P(Σ(λⱼ − d)zⱼ² ≤ 0) comes from J. P. Imhof's integral (Biometrika 48 (1961)
 * 419). Beyond: a beta distribution on [0, 4] with the exact mean and variance (J. Durbin,
 * G. S. Watson, Biometrika 58 (1971) 1), which for that many rows is right to about 1e-4.
 */
export function durbinWatsonBelow(
  d: number,
  q: ArrayLike<number>[],
): { p: number; exact: boolean } {
  const n = q[0]?.length ?? 0;
  if (Number.isNaN(d) || n < 3) return { p: NaN, exact: false };
  if (n > EXACT) return { p: byBeta(d, q, n), exact: false };
  const p = q.length;
  // MAM with M = I − QQᵀ: its p zero eigenvalues that belong to the columns are dropped.
  const rows = project(q, n);
  const all = eigenvalues(rows);
  return { p: imhof(all.subarray(p).map((v) => v - d)), exact: true };
}

/** Differences of neighbours squared: A v, A tridiagonal with 2 on the diagonal, 1 at both ends. */
function second(v: ArrayLike<number>, out: Float64Array): void {
  const n = v.length;
  for (let i = 0; i < n; i++) {
    const here = i > 0 ? v[i] - v[i - 1] : 0;
    out[i] = here + (i < n - 1 ? v[i] - v[i + 1] : 0);
  }
}

function project(q: ArrayLike<number>[], n: number): Float64Array[] {
  const remove = (v: Float64Array) => {
    for (const c of q) {
      let along = 0;
      for (let i = 0; i < n; i++) along += c[i] * v[i];
      for (let i = 0; i < n; i++) v[i] -= along * c[i];
    }
  };
  return Array.from({ length: n }, (_, i) => {
    const v = new Float64Array(n), out = new Float64Array(n);
    v[i] = 1;
    remove(v);
    second(v, out);
    remove(out);
    return out;
  });
}

/** P(Σ mⱼzⱼ² ≤ 0): ½ − (1/π)∫ sin θ(u)/(u·ρ(u)) du by the midpoint rule, which converges fast here. */
function imhof(m: Float64Array): number {
  const largest = m.reduce((s, v) => Math.max(s, Math.abs(v)), 0);
  if (largest === 0) return NaN;
  // A step of Δ puts errors of P(|Q| > 2π/Δ): Q = Σ mⱼzⱼ² has a spread of √(2Σm²).
  const spread = Math.sqrt(2 * m.reduce((s, v) => s + v * v, 0));
  const step = 2 * Math.PI / (Math.abs(m.reduce((s, v) => s + v, 0)) + 15 * spread);
  let sum = 0;
  for (let k = 0; k < 1e5; k++) {
    const u = (k + 0.5) * step;
    let angle = 0, log = 0;
    for (let j = 0; j < m.length; j++) {
      const x = 2 * m[j] * u;
      angle += Math.atan(x);
      log += Math.log1p(x * x);
    }
    const size = Math.exp(-log / 4) / (k + 0.5);
    sum += Math.sin(angle / 2) * size;
    if (size < 1e-10) break;
  }
  return Math.min(Math.max(0.5 - sum / Math.PI, 0), 1);
}

function byBeta(d: number, q: ArrayLike<number>[], n: number): number {
  const p = q.length, df = n - p;
  const aq = q.map((c) => {
    const out = new Float64Array(n);
    second(c, out);
    return out;
  });
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
  };
  // tr(MA), and tr(MAMA) = tr A² − 2 tr QᵀA²Q + tr (QᵀAQ)²
  const trace = 2 * (n - 1) - q.reduce((s, c, j) => s + dot(c, aq[j]), 0);
  const inner = q.reduce((s, c) => s + aq.reduce((t, a) => t + dot(c, a) ** 2, 0), 0);
  const square = 6 * n - 8 - 2 * aq.reduce((s, a) => s + dot(a, a), 0) + inner;
  const mean = trace / df;
  const variance = 2 * (square - trace * mean) / (df * (df + 2));
  const m = mean / 4, v = variance / 16, size = m * (1 - m) / v - 1;
  const a = m * size, b = (1 - m) * size, x = d / 4;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return fCdf(b * x / (a * (1 - x)), 2 * a, 2 * b);
}
