import type { Coefficient } from "@kgen/stats";
import type { Estimate } from "./estimate.ts";

/** A fitted coefficient as an estimate, times a factor (such as −1, or R). */
export function fromCoefficient(c: Coefficient, unit: string, factor = 1): Estimate {
  const [a, b] = c.ci.map((v) => v * factor);
  return {
    value: c.value * factor,
    se: c.se * Math.abs(factor),
    ci: [Math.min(a, b), Math.max(a, b)],
    unit,
  };
}
