import { significant } from "@kgen/stats";
import type { Estimate } from "./estimate.ts";

/** "283 ± 235 K (95 % interval −185 to 751)" */
export function estimateText(e: Estimate, level = 0.95): string {
  const unit = e.unit === "" ? "" : ` ${e.unit}`;
  return `${significant(e.value)} ± ${significant(e.se, 2)}${unit} (${+(level * 100).toFixed(
    2,
  )} % interval ${significant(e.ci[0], 3)} to ${significant(e.ci[1], 3)})`;
}
