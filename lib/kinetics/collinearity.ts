import { leastSquares } from "@kgen/stats";
import { KineticsError } from "./errors.ts";

/** From here on the separate numbers are those of the noise (D. W. Marquardt, Technometrics 12 (1970) 591; Belsley et al. 1980). */
const HIGHEST_VIF = 10;
const HIGHEST_CONDITION = 30;

/** Whether predictors moved apart far enough for separate numbers. */
export function canBeSeparated(vif: Record<string, number>, condition: number): boolean {
  return condition <= HIGHEST_CONDITION && Object.values(vif).every((v) => v <= HIGHEST_VIF);
}

/** A predictor about its mean, of unit length. */
export function standardised(name: string, v: number[]): number[] {
  const mean = v.reduce((s, x) => s + x / v.length, 0);
  const centred = v.map((x) => x - mean), size = Math.hypot(...centred);
  if (size > 1e-12 * Math.hypot(...v)) return centred.map((x) => x / size);
  throw new KineticsError(
    "argument",
    `${name} never changes, so it cannot be a cause of anything here.`,
  );
}

/** How far the predictors move together. An exact combination has VIF and condition ∞. */
export function togetherness(standard: Record<string, number[]>) {
  const names = Object.keys(standard), any = standard[names[0]].map((_, i) => i);
  const others = (name: string) =>
    Object.fromEntries(names.filter((n) => n !== name).map((n) => [n, standard[n]]));
  try {
    const vif = Object.fromEntries(
      names.map((n) => [n, 1 / (1 - leastSquares(standard[n], others(n)).r2)]),
    );
    return { vif, condition: leastSquares(any, standard, { intercept: false }).condition };
  } catch {
    return { vif: Object.fromEntries(names.map((n) => [n, Infinity])), condition: Infinity };
  }
}
