/** R, J/(mol·K): exact since 2019 (CODATA 2018: N_A·k_B). */
export const GAS_CONSTANT = 8.314462618;

/** 0 °C in kelvin. */
export const ZERO_CELSIUS = 273.15;

/**
 * Kelvin from degrees Celsius.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { kelvin } from "@kgen/kinetics";
 *
 * assert.equal(kelvin(70), 343.15);
 * ```
 */
export function kelvin(celsius: number): number {
  return celsius + ZERO_CELSIUS;
}
