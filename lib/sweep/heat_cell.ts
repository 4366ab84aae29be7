import type { Run } from "@kgen/capture";
import { hashOf } from "./canonical.ts";
import { type Cell, cellId } from "./cell.ts";
import type { HeatPhase } from "./heat.ts";
import type { CellRecord } from "./record.ts";

/** The column `change` of a pattern's runs under a setting of a ladder. */
export function changeUnder(pattern: Cell, setting: string | undefined): string {
  if (!setting) return pattern.change;
  return pattern.change === "none" ? setting : `${pattern.change}, ${setting}`;
}

/** A run of a temperature sweep: the pattern with the seed and the id of its repeat, named for what it is for. */
export function heatCell(
  pattern: Cell,
  o: { repeat: number; change: string; phase: HeatPhase; target: number | null },
): Cell {
  const { repeat, change, phase, target } = o;
  const condition = hashOf({ condition: pattern.condition, change });
  const seed = (pattern.seed + repeat - 1) % 2 ** 32;
  return {
    ...pattern,
    id: cellId(condition, seed, repeat),
    condition,
    seed,
    repeat,
    group: "heat",
    tag: phase === "bin" ? `bin ${target} C` : phase,
    change,
  };
}

/** Columns of a run: temperature by which it was put into its bin, the bin aimed at, what it was for. */
export function heatColumns(
  run: Run | null,
  before: number | null,
  phase: HeatPhase,
  target: number | null,
): NonNullable<CellRecord["extra"]> {
  const t = run?.telemetry?.t_before_c ?? before;
  return { t_bin_c: t, target_bin_c: target, phase };
}
