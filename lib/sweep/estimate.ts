import { settings } from "@kgen/comfy";
import type { Cell } from "./cell.ts";
import { type Plan, workflowOfCell } from "./plan.ts";
import { patch } from "@kgen/comfy";

/** Tells how long the rest of a sweep will take, from what its runs took so far. */
export class Estimate {
  #byCondition = new Map<string, number[]>();
  #perWork: number[] = [];
  #work = new Map<string, number>();
  #plan: Pick<Plan, "workflows">;

  constructor(plan: Pick<Plan, "workflows">) {
    this.#plan = plan;
  }

  /** A run of a cell took so many seconds, from the end of the one before. */
  took(cell: Cell, seconds: number): void {
    const list = this.#byCondition.get(cell.condition);
    if (list) list.push(seconds);
    else this.#byCondition.set(cell.condition, [seconds]);
    this.#perWork.push(seconds / this.#workOf(cell));
  }

  /** s for these cells; null before anything is known. A condition not yet run counts by its pixels and steps. */
  left(cells: readonly Cell[]): number | null {
    if (this.#perWork.length === 0) return null;
    const rate = middle(this.#perWork);
    // Once for each condition, not for each cell: a plan may have 10,000.
    const usual = new Map<string, number>();
    const each = (cell: Cell): number => {
      const known = usual.get(cell.condition);
      if (known !== undefined) return known;
      const took = this.#byCondition.get(cell.condition);
      const seconds = took ? middle(took) : rate * this.#workOf(cell);
      usual.set(cell.condition, seconds);
      return seconds;
    };
    return cells.reduce((sum, cell) => sum + each(cell), 0);
  }

  #workOf(cell: Cell): number {
    const known = this.#work.get(cell.condition);
    if (known !== undefined) return known;
    const s = settings(patch(workflowOfCell(this.#plan, cell), cell.changes));
    const work = (s.steps ?? 1) * (s.batch ?? 1) * (s.width ?? 1) * (s.height ?? 1) *
      ((s.cfg ?? 1) > 1 ? 2 : 1);
    this.#work.set(cell.condition, work);
    return work;
  }
}

function middle(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
