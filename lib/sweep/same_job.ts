import { patch } from "@kgen/comfy";
import { hashOf } from "./canonical.ts";
import type { Cell } from "./cell.ts";
import { type Plan, workflowOfCell } from "./plan.ts";

/** Cells that would send the same graph with the same seed: a host answers the second from its cache. */
export function sameJobs(plan: Pick<Plan, "workflows">, cells: readonly Cell[]): string[] {
  const seen = new Map<string, Cell>();
  return cells.flatMap((cell) => {
    const job = jobOf(plan, cell);
    const other = seen.get(job);
    seen.set(job, cell);
    // Equal ids are another problem, said elsewhere.
    if (!other || other.id === cell.id) return [];
    return `"${other.tag}" #${other.repeat} and "${cell.tag}" #${cell.repeat} send the same graph with ` +
      `seed ${cell.seed}, so a host would answer the second from its cache: give one another seed`;
  });
}

function jobOf(plan: Pick<Plan, "workflows">, cell: Cell): string {
  const { changes, seed, capture } = cell;
  const { graph } = patch(workflowOfCell(plan, cell), { ...changes, seed });
  return hashOf([graph, capture.images ?? null]);
}
