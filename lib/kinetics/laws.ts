import { KineticsError } from "./errors.ts";

/** An integrated rate law of dI/dt = k·C·(1−I)ⁿ with I(0) = 0, as a function of x = k·C·t. */
export interface RateLaw {
  order: number;
  /** I(x), from 0 to 1. */
  rise(x: number): number;
  /** What makes a line of it: y(I) = x for n = 0 and 1, x + 1 for n = 2. Only for 0 ≤ I < 1. */
  straighten(I: number): number;
  /** y at t = 0. */
  origin: number;
  /** Formula of the curve and name of the straightened quantity. */
  formula: string;
  yName: string;
}

const laws: Record<number, RateLaw> = {
  // Nothing slows it down: a straight line until I = 1. What the other two have to beat.
  0: {
    order: 0,
    rise: (x) => x,
    straighten: (I) => I,
    origin: 0,
    formula: "I = k·C·t",
    yName: "I",
  },
  // ∫ dI/(1−I) = −ln(1−I) = k·C·t
  1: {
    order: 1,
    rise: (x) => -Math.expm1(-x),
    straighten: (I) => -Math.log1p(-I),
    origin: 0,
    formula: "I = 1 − exp(−k·C·t)",
    yName: "−ln(1−I)",
  },
  // ∫ dI/(1−I)² = 1/(1−I) − 1 = k·C·t
  2: {
    order: 2,
    rise: (x) => x / (1 + x),
    straighten: (I) => 1 / (1 - I),
    origin: 1,
    formula: "I = k·C·t/(1 + k·C·t)",
    yName: "1/(1−I)",
  },
};

/**
 * The integrated rate law of an order. n = 1 solves the seed document's equation
 * dI/dt = k·C·(1−I); the 1/(1−I) line that the document gives for it solves n = 2. n = 0 is a
 * straight line, for comparison.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rateLaw } from "@kgen/kinetics";
 *
 * assert.equal(rateLaw(2).rise(1), 0.5); // half done after 1/(k·C)
 * assert.equal(rateLaw(1).rise(Math.LN2), 0.5); // half done after ln 2/(k·C)
 * ```
 */
export function rateLaw(order: number): RateLaw {
  const law = laws[order];
  if (law === undefined) {
    throw new KineticsError("argument", `There are laws for the orders 0, 1 and 2; got ${order}.`);
  }
  return law;
}
