import { KineticsError } from "./errors.ts";

/** An integrated rate law of dI/dt = k·C·(1−I)ⁿ with I(0) = 0, as a function of x = k·C·t. */
export interface RateLaw {
  order: number;
  /** I(x), from 0 to 1; an order below 1 gets there at x = 1/(1−n) and stays, order 0 goes on. */
  rise(x: number): number;
  /** What makes a line of it: y(I) = x + origin. Only for 0 ≤ I < 1. */
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

/** Nearer to order 1 than this the power form is 1 − exp(−x) to all digits. */
const NEAR_ONE = 1e-9;

/**
 * The integrated rate law of an order, in closed form. n = 1 solves the seed document's equation
 * dI/dt = k·C·(1−I); the 1/(1−I) line that the document gives for it solves n = 2. Any other n:
 *
 *     ∫ dI/(1−I)ⁿ = ((1−I)^(1−n) − 1)/(n − 1) = x,   so   I = 1 − (1 + (n−1)·x)^(1/(1−n))
 *
 * For n < 1 the picture is complete at x = 1/(1−n) and I stays 1. n = 0 is the straight line, for
 * comparison, and is not held at 1.
 *
 * @param order n, from 0 up
 * @throws {KineticsError} an order that is negative or not a number
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rateLaw } from "@kgen/kinetics";
 *
 * assert.equal(rateLaw(2).rise(1), 0.5); // half done after 1/(k·C)
 * assert.equal(rateLaw(1).rise(Math.LN2), 0.5); // half done after ln 2/(k·C)
 * assert.equal(rateLaw(1.5).rise(2), 0.75); // 1 − (1 + x/2)⁻²
 * ```
 */
export function rateLaw(order: number): RateLaw {
  if (!(order >= 0 && order < Infinity)) {
    throw new KineticsError("argument", `The order must be a number from 0 up; got ${order}.`);
  }
  return laws[order] ?? powerLaw(order);
}

function powerLaw(n: number): RateLaw {
  const m = n - 1;
  // log1p and expm1 keep the digits near n = 1, where the powers are those of numbers near 1.
  const rise = Math.abs(m) < NEAR_ONE
    ? laws[1].rise
    : (x: number) => m * x <= -1 ? 1 : -Math.expm1(-Math.log1p(m * x) / m);
  const straighten = Math.abs(m) < NEAR_ONE
    ? laws[1].straighten
    : (I: number) => Math.expm1(-m * Math.log1p(-I)) / m;
  const shown = +n.toPrecision(3);
  return {
    order: n,
    rise,
    straighten,
    origin: 0,
    formula: `I = 1 − (1 + (n−1)·k·C·t)^(1/(1−n)), n = ${shown}`,
    yName: `((1−I)^(1−n) − 1)/(n−1), n = ${shown}`,
  };
}
