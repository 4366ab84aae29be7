import type { Completeness } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";

/** When a run had converged. */
export interface ConvergenceTime {
  /** s since the clock's start. */
  t: number;
  step: number;
  nfe: number;
  /** True where only the frame that is its own reference passes: then it shows nothing. */
  byConstruction: boolean;
}

/**
 * Convergence time t1: the first frame from which I stays at or above the threshold to the end; null
 * where it does not end above. Frames without a score are passed over.
 *
 * @param threshold above 0, at most 1; 0.95 unless given
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Completeness, t1 } from "@kgen/kinetics";
 *
 * const I = [0, 0.5, 0.96, 0.93, 0.97, 1];
 * const c = { points: I.map((I, i) => ({ step: i + 1, nfe: i + 1, t: i / 10, I, used: true })) } as Completeness;
 * assert.equal(t1(c)?.step, 5); // step 3 was above too, but step 4 fell back
 * ```
 */
export function t1(c: Completeness, threshold = 0.95): ConvergenceTime | null {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new KineticsError(
      "argument",
      `The threshold must lie in (0, 1], such as 0.95; got ${threshold}.`,
    );
  }
  const scored = c.points.filter((p) => Number.isFinite(p.I));
  let from = scored.length;
  while (from > 0 && scored[from - 1].I >= threshold) from--;
  if (from === scored.length) return null;
  const { t, step, nfe, used } = scored[from];
  return { t, step, nfe, byConstruction: from === scored.length - 1 && !used };
}
