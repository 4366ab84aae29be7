import { noncentrality } from "./noncentral_t.ts";

/** A standardised difference: mean over SD. */
export interface EffectSize {
  /** "d_z": mean difference over the SD of the differences; "d_s": over the pooled SD of two groups. */
  name: "d_z" | "d_s";
  value: number;
  /** By inversion of the noncentral t. */
  ci: [lo: number, hi: number];
  /** Hedges' g: d times J(df), without the bias that d has in small samples; and its interval. */
  g: number;
  gCi: [lo: number, hi: number];
}

/**
 * Effect size behind a t statistic: d = t/√m with m = n for pairs, n₁n₂/(n₁ + n₂) for two groups. The interval holds all d
 * under which t is not in a tail (G. Cumming, S. Finch, Educational and Psychological Measurement 61 (2001) 532).
 */
export function effectSize(
  name: EffectSize["name"],
  t: number,
  df: number,
  m: number,
  level: number,
): EffectSize {
  const root = Math.sqrt(m), tail = (1 - level) / 2;
  // No scatter at all: d has no bound.
  const ci: [number, number] = Number.isFinite(t)
    ? [noncentrality(t, df, 1 - tail) / root, noncentrality(t, df, tail) / root]
    : [t, t];
  const j = hedges(df);
  return { name, value: t / root, ci, g: j * t / root, gCi: [j * ci[0], j * ci[1]] };
}

/**
 * J(ν) = Γ(ν/2)/(√(ν/2)·Γ((ν−1)/2)), about 1 − 3/(4ν − 1) (L. V. Hedges, J. Educational Statistics 6 (1981) 107); NaN for ν = 1.
 * By recursion on Γ(m/2)/Γ((m−1)/2); a df that is not whole (Welch) is rounded down.
 */
export function hedges(df: number): number {
  const whole = Math.floor(df);
  if (whole < 2) return NaN;
  let ratio = 1 / Math.sqrt(Math.PI);
  for (let m = 2; m < whole; m++) ratio = (m - 1) / 2 / ratio;
  return ratio / Math.sqrt(whole / 2);
}
