import { FitError } from "./errors.ts";

/** How a fit's covariance, and with it every se, t, p and interval, is worked out. */
export type Errors = "plain" | "HC3" | {
  /** Rows back that errors may resemble; "auto" is {@link automaticLag}. */
  lags: number | "auto";
  /**
   * Below some 150 rows the textbook HAC errors call pure noise an effect too often (of 40 rows in 9 %
   * instead of 5 %). True: residuals eᵢ/(1−hᵢ) as HC3 has them in place of the factor n/(n−p), and t
   * with 3n/(2(L+1)) degrees of freedom (6.5 %). Other programs do not have this. False unless given.
   */
  smallSample?: boolean;
};

/** A covariance with the words that say how it was made. */
export interface Sandwich {
  covariance: number[][];
  words: string;
  /** Degrees of freedom for t where they are not n − p. */
  df?: number;
}

/** What a covariance is made of: how each row moves the coefficients, and by how much it errs. */
export interface Influence {
  /** One row a point: (XᵀX)⁻¹xᵢ, with √wᵢ in xᵢ. */
  rows: ArrayLike<number>[];
  /** √wᵢ·eᵢ */
  residuals: ArrayLike<number>;
  leverage: ArrayLike<number>;
}

export const PLAIN = "plain (equal variance, independent errors)";

/** Newey and West's automatic lag (Review of Economic Studies 61 (1994) 631): ⌊4·(n/100)^(2/9)⌋. */
export function automaticLag(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9));
}

/** Refuses anything that is not one of the ways to work out errors. */
export function checkErrors(errors: Errors, n: number): void {
  if (errors === "plain" || errors === "HC3") return;
  const lags = typeof errors === "object" && errors !== null ? errors.lags : undefined;
  if (lags === "auto") return;
  if (typeof lags === "number" && Number.isInteger(lags) && lags >= 0 && lags < n) return;
  throw new FitError(
    "argument",
    `errors must be "plain", "HC3", { lags: "auto" } or { lags: 0 to ${n - 1} }; got ` +
      `${JSON.stringify(errors)}.`,
  );
}

/**
 * Covariance that does not need equal variances (HC3) or independence (HAC).
 *
 * HC3: Σ gᵢgᵢᵀ·eᵢ²/(1−hᵢ)² with gᵢ = (XᵀX)⁻¹xᵢ (J. G. MacKinnon, H. White, J. Econometrics 29
 * (1985) 305). HAC: Γ₀ + Σₗ (1 − l/(L+1))·(Γₗ + Γₗᵀ), Γₗ = Σ gᵢgᵢ₋ₗᵀ·eᵢeᵢ₋ₗ, times n/(n−p)
 * (W. K. Newey, K. D. West, Econometrica 55 (1987) 703; Bartlett's kernel). The rows count as
 * equally spaced in the order in which they stand. `smallSample`: J. Lazarus et al., J. Business &
 * Economic Statistics 36 (2018) 541, for the degrees of freedom 1/(b·∫k²), b = (L+1)/n.
 */
export function sandwich(
  { rows, residuals, leverage }: Influence,
  errors: Exclude<Errors, "plain">,
): Sandwich {
  const n = rows.length, p = rows[0].length;
  const sum = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  const addLag = (lag: number, weight: number, scale: (i: number) => number) => {
    for (let i = lag; i < n; i++) {
      const w = weight * scale(i) * scale(i - lag), a = rows[i], b = rows[i - lag];
      for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) sum[j][k] += w * a[j] * b[k];
    }
  };
  if (errors === "HC3") {
    refuseLone(leverage);
    addLag(0, 1, (i) => residuals[i] / (1 - leverage[i]));
    return { covariance: symmetric(sum), words: "HC3 (robust to unequal variance)" };
  }
  const lags = errors.lags === "auto" ? Math.min(automaticLag(n), n - 1) : errors.lags;
  const small = errors.smallSample ?? false;
  if (small) refuseLone(leverage);
  const e = (i: number) => small ? residuals[i] / (1 - leverage[i]) : residuals[i];
  // Γₗ + Γₗᵀ has twice the symmetric part of Γₗ.
  for (let l = 0; l <= lags; l++) addLag(l, (l === 0 ? 1 : 2) * (1 - l / (lags + 1)), e);
  const factor = small ? 1 : n / (n - p);
  const covariance = symmetric(sum).map((row) => row.map((v) => v * factor));
  const how = [
    `${lags} lag${lags === 1 ? "" : "s"}`,
    ...errors.lags === "auto" ? ["automatic"] : [],
    ...small ? ["small sample"] : [],
  ].join(", ");
  const words = `HAC (Newey-West, ${how}: robust to autocorrelation and unequal variance)`;
  return small
    ? { covariance, words, df: Math.min(n - p, 1.5 * n / (lags + 1)) }
    : { covariance, words };
}

function symmetric(a: number[][]): number[][] {
  return a.map((row, j) => row.map((v, k) => (v + a[k][j]) / 2));
}

function refuseLone(leverage: ArrayLike<number>): void {
  const row = Array.from(leverage).findIndex((h) => h > 1 - 1e-10);
  if (row < 0) return;
  throw new FitError(
    "singular",
    `Row ${row} (counted from 0) alone determines a coefficient (leverage 1), so its error cannot ` +
      `be estimated and robust errors have no value. Leave out that column or row, or use plain errors.`,
    null,
    [row],
  );
}
