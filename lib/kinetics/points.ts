import { significant } from "@kgen/stats";

/** A difference of rates in percentage points, with its sign: "+3.1", "−0.5", "0". */
export function points(difference: number): string {
  // 1e-13 of a point is rounding.
  const value = 100 * difference, text = Math.abs(value) < 1e-9 ? "0" : significant(value, 3);
  return value > 1e-9 ? `+${text}` : text;
}
