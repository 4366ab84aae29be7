/** Akaike's and Schwarz's criteria of one fit. */
export interface Criteria {
  aic: number;
  aicc: number;
  bic: number;
}

const LOG_2PI_E = Math.log(2 * Math.PI) + 1;

/**
 * Criteria of a least-squares fit with normal errors, on the scale of R's `AIC()`:
 * −2 ln L = n·(ln 2π + 1 + ln(rss/n)) − Σ ln wᵢ; AIC = −2 ln L + 2k; BIC = −2 ln L + k·ln n;
 * AICc as {@link aicc}.
 *
 * @param n points
 * @param k parameters, the error's σ counted as one
 * @param rss (weighted) residual sum of squares
 * @param logWeights Σ ln wᵢ, 0 without weights
 */
export function criteria(n: number, k: number, rss: number, logWeights = 0): Criteria {
  const deviance = n * (LOG_2PI_E + Math.log(rss / n)) - logWeights;
  const aic = deviance + 2 * k;
  const extra = correction(n, k);
  // A perfect fit (rss 0) to too few points is still unusable: Infinity wins over -Infinity.
  return {
    aic,
    aicc: extra === Infinity ? Infinity : aic + extra,
    bic: deviance + k * Math.log(n),
  };
}

/** What AICc adds to AIC; infinite where the points do not suffice. */
function correction(n: number, k: number): number {
  return n - k - 1 > 0 ? (2 * k * (k + 1)) / (n - k - 1) : Infinity;
}

/**
 * Akaike's criterion corrected for few points: AICc = AIC + 2k(k+1)/(n−k−1) (C. M. Hurvich,
 * C.-L. Tsai, Biometrika 76 (1989) 297). Lower is better; only differences between fits to the
 * same y mean something. Infinity where n ≤ k + 1.
 *
 * @param n points
 * @param k parameters, the error's σ counted as one: 3 for a straight line
 * @param rss residual sum of squares
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { aicc } from "@kgen/stats";
 *
 * // The same rss with one parameter more is worse.
 * assert.ok(aicc(20, 4, 1.5) > aicc(20, 3, 1.5));
 * ```
 */
export function aicc(n: number, k: number, rss: number): number {
  return criteria(n, k, rss).aicc;
}
