import { printable } from "@kgen/stats";
import type { ComplianceRate } from "./compliance_rate.ts";
import { KineticsError } from "./errors.ts";
import { points } from "./points.ts";

/** Difference of the rates of two independent sets of pictures. */
export interface ComplianceDifference {
  a: ComplianceRate;
  b: ComplianceRate;
  /** a's rate less b's. */
  difference: number;
  /** Newcombe's interval. */
  ci: [lo: number, hi: number];
  level: number;
  words: string;
}

/**
 * Difference of two rates of **independent** sets, with Newcombe's interval from the two Wilson intervals
 * (R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10):
 *
 *     d − √((p₁−l₁)² + (u₂−p₂)²)  to  d + √((u₁−p₁)² + (p₂−l₂)²)
 *
 * For the same specifications drawn twice (English and Chinese, two settings) use {@link parity}: it is sharper.
 *
 * @throws {KineticsError} rates of different levels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { complianceDifference, complianceRate } from "@kgen/kinetics";
 *
 * const { ci } = complianceDifference(complianceRate(56, 70), complianceRate(48, 80));
 * assert.deepEqual(ci.map((v) => v.toFixed(4)), ["0.0524", "0.3339"]); // Newcombe's table II
 * ```
 */
export function complianceDifference(a: ComplianceRate, b: ComplianceRate): ComplianceDifference {
  if (a.level !== b.level) {
    throw new KineticsError(
      "argument",
      `The rates have levels ${a.level} and ${b.level}: make both with one level.`,
    );
  }
  const difference = a.rate - b.rate, { level } = a;
  const ci: [number, number] = [
    difference - Math.hypot(a.rate - a.ci[0], b.ci[1] - b.rate),
    difference + Math.hypot(a.ci[1] - a.rate, b.rate - b.ci[0]),
  ];
  const words = `${a.k} of ${a.n} against ${b.k} of ${b.n}: ${points(difference)} points ` +
    `(${+(100 * level).toFixed(2)} % interval ${points(ci[0])} to ${points(ci[1])}, Newcombe). ` +
    (ci[0] > 0 || ci[1] < 0 ? "The rates differ." : "These pictures do not tell the rates apart.");
  return printable({ a, b, difference, ci, level, words }, (d) => d.words);
}
