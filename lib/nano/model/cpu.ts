import { readFileSync } from "node:fs";

/**
 * Whether the processor is known to add products of 8 bits in 32 bits at once (VNNI).
 *
 * An x64 processor without it adds them in 16 bits, where large sums are cut off. False where it is not known: only
 * Linux tells, in /proc/cpuinfo.
 */
export function addsIn32Bits(cpuinfo = "/proc/cpuinfo"): boolean {
  try {
    return /^flags\s*:.*\bavx(512)?_vnni\b/m.test(readFileSync(cpuinfo, "utf8"));
  } catch {
    return false;
  }
}
