/**
 * What is read of a GPU, in the order of the columns of telemetry.csv; units are in the names.
 *
 * @example
 * ```ts
 * import { quantities } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.ok(quantities.includes("temperature_c"));
 * ```
 */
export const quantities = [
  "temperature_c",
  "memory_temperature_c",
  "power_w",
  "power_limit_w",
  "sm_clock_mhz",
  "memory_clock_mhz",
  "utilization_percent",
  "memory_used_mib",
  "memory_total_mib",
  "throttle_bits",
] as const;

/** Name of one quantity of a GPU. */
export type Quantity = (typeof quantities)[number];

/** What was read of one GPU at one moment; null where the card or its driver does not tell. */
export type GpuReading = Record<Quantity, number | null>;

/** A reading with its moment. */
export interface TelemetrySample extends GpuReading {
  /** performance.now() of this process, ms. */
  t: number;
  /** Index of the GPU, as nvidia-smi counts. */
  gpu: number;
}

/** A reading of which nothing is known. */
export function noReading(): GpuReading {
  return Object.fromEntries(quantities.map((q) => [q, null])) as GpuReading;
}
