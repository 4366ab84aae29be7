/** NVML's list of clocks event reasons (nvml.h, nvmlClocksEventReason...), lowest bit first. */
const reasons = [
  "gpu idle",
  "applications clocks setting",
  "software power cap",
  "hardware slowdown",
  "sync boost",
  "software thermal slowdown",
  "hardware thermal slowdown",
  "hardware power brake slowdown",
  "display clock setting",
];

/**
 * The reasons for which a GPU does not run at its highest clock, in words. Bits that NVML's list
 * does not name are given as numbers. "gpu idle" is among them: it is a reason, not a fault.
 *
 * @param bits nvidia-smi's clocks_event_reasons.active; null (not told) gives an empty list
 *
 * @example
 * ```ts
 * import { decodeThrottle } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(decodeThrottle(0x24), ["software power cap", "software thermal slowdown"]);
 * assert.deepEqual(decodeThrottle(0x200), ["unknown 0x200"]);
 * ```
 */
export function decodeThrottle(bits: number | null): string[] {
  const found: string[] = [];
  // Not the operators for bits: those cut numbers off at 32.
  for (let rest = Math.floor(bits ?? 0), i = 0; rest > 0; rest = Math.floor(rest / 2), i++) {
    if (rest % 2 === 1) found.push(reasons[i] ?? `unknown 0x${(2 ** i).toString(16)}`);
  }
  return found;
}

/** As a column holds it: "none" when nothing throttles, "" when it is not told. */
export function throttleText(bits: number | null): string {
  return bits === null ? "" : decodeThrottle(bits).join("; ") || "none";
}
