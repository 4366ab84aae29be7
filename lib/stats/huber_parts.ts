import type { Sandwich } from "./covariance.ts";
import { fitText } from "./fit_text.ts";
import type { Huber } from "./huber.ts";
import { significant } from "./print.ts";

/**
 * Covariance of Huber's estimate as `summary.rlm` has it: κ²·(Σψ²·s²/(n−p))/m²·(XᵀX)⁻¹, m the mean
 * of ψ′ and κ = 1 + p·var(ψ′)/(n·m²) (P. J. Huber, Robust Statistics, 1981, eq. 7.6.16).
 */
export function huberCovariance(
  e: number[],
  scale: number,
  k: number,
  unscaled: number[][],
): Sandwich {
  const n = e.length, p = unscaled.length;
  const words = `Huber's asymptotic ones (k = ${k})`;
  if (scale === 0) return { covariance: unscaled.map((row) => row.map(() => NaN)), words };
  const psi = e.reduce((s, v) => s + Math.min(Math.abs(v), k * scale) ** 2, 0);
  const inside = e.filter((v) => Math.abs(v) <= k * scale).length;
  const m = inside / n, variance = n * m * (1 - m) / (n - 1);
  const kappa = 1 + p * variance / (n * m * m);
  const factor = psi / (n - p) * (kappa / m) ** 2;
  return { covariance: unscaled.map((row) => row.map((v) => v * factor)), words };
}

/** A Huber fit as text: its table and how many rows count less. */
export function huberText(fit: Huber): string {
  const less = fit.rowWeights.map((w, i) => ({ w, i })).filter(({ w }) => w < 1)
    .sort((a, b) => a.w - b.w);
  const rows = less.slice(0, 5).map(({ w, i }) => `${i} (${significant(w, 2)})`).join(", ");
  return [
    fitText(fit, `Huber fit${fit.converged ? "" : ", NOT CONVERGED"}`),
    less.length === 0
      ? "every row counts in full"
      : `${less.length} of ${fit.n} rows count less; the least: ${rows} (counted from 0, weight)`,
  ].join("\n");
}
