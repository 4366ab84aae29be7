import { tInterval } from "@kgen/stats";

/** Half width of a two-sided normal interval, in standard errors: 1.96 at level 0.95. */
export function normalQuantile(level: number): number {
  // Student's t with 10¹² degrees of freedom is normal to 1e-12.
  return tInterval(0, 1, 1e12, level)[1];
}
