import type { Completeness, RateFit } from "@kgen/kinetics";

/** "k = 24.4 ± 0.5 s⁻¹" with digits as many as the standard error deserves; NaN means no k at all. */
export function rate({ k, se }: Pick<RateFit, "k" | "se">): string {
  if (Number.isNaN(se)) return "k not determined";
  if (!(se > 0) || !Number.isFinite(se)) return `k = ${Number(k.toPrecision(4))} s⁻¹`;
  // Two significant digits of the error, and as many of the value.
  const digits = Math.min(Math.max(1 - Math.floor(Math.log10(se)), 0), 8);
  return `k = ${k.toFixed(digits)} ± ${se.toFixed(digits)} s⁻¹`;
}

/** The label of the time axis: what its 0 is. */
export function clockOf(all: readonly Completeness[]): string {
  return all.every((c) => c.baseline === "first frame")
    ? "time since the first frame, t (s)"
    : "time since the baseline, t (s)";
}
