import process from "node:process";
import type { Workflow } from "@kgen/comfy";
import { hashOf } from "./canonical.ts";
import type { Cell, PlanWorkflow } from "./cell.ts";
import { PlanError } from "./errors.ts";
import { gridCells } from "./grid.ts";
import { mergeSpec } from "./merge_spec.ts";
import { ordered } from "./order.ts";
import { cellsOf } from "./plan_cells.ts";
import type { PlanFile } from "./plan_file.ts";
import { sameJobs } from "./same_job.ts";
import { planProblems } from "./validate.ts";

/** A plan that is ready to be run: every run is one cell, in the order in which they are to be made. */
export interface Plan {
  schema: "kgen.sweep/1";
  /** "temperature": its one cell is the pattern of the runs of a temperature sweep. */
  kind: "grid" | "temperature";
  name: string;
  /** Hash of the cells, whatever their order: the same hash is the same work. */
  hash: string;
  seed: number;
  warmUps: number;
  warmUpsPerLoad: number;
  interleave: boolean | "group";
  /** Metrics by which kept frames are scored. */
  metrics?: string[];
  /** Graphs by hash. */
  workflows: Record<string, PlanWorkflow>;
  cells: Cell[];
}

/**
 * Turns what a plan file holds into a plan: checked, with every cell's id, in order.
 *
 * Seeds of the noise follow from the plan's seed and the condition, so a plan that grows keeps the ids of
 * the cells it had; no two cells share graph and seed, since a host would answer the second from its cache.
 *
 * @param folder where workflow files are looked for; default the working folder
 * @throws PlanError with everything that is wrong
 *
 * @example
 * ```ts
 * import { makePlan } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * const plan = makePlan({
 *   workflow: "zimage-turbo-speed-test",
 *   repeats: 3,
 *   grid: { steps: [4, 8] },
 * });
 * assert.equal(plan.cells.length, 6);
 * assert.deepEqual(plan.cells.map((c) => c.repeat), [1, 1, 2, 2, 3, 3]); // interleaved
 * ```
 */
export function makePlan(file: PlanFile, folder = process.cwd(), source = "This"): Plan {
  const problems = planProblems(file);
  if (problems.length > 0) throw new PlanError(source, problems);
  const seed = file.seed ?? 1;
  const { interleave: _, ...shared } = file;
  const base = mergeSpec({}, shared);
  const specs = [
    ...file.grid || !file.cells ? gridCells(file.grid ?? {}) : [],
    ...file.cells ?? [],
  ].map((spec) => mergeSpec(base, spec));
  const workflows: Record<string, PlanWorkflow> = {};
  const cells: Cell[] = [];
  specs.forEach((spec, i) => {
    const where = `cell ${i + 1}${spec.tag ? ` (${spec.tag})` : ""}`;
    try {
      cells.push(...cellsOf(spec, folder, seed, workflows));
    } catch (error) {
      problems.push(`${where}: ${(error as Error).message}`);
    }
  });
  const seen = new Map<string, Cell>();
  for (const cell of cells) {
    const other = seen.get(cell.id);
    if (other) {
      problems.push(
        `"${other.tag}" and "${cell.tag}" are the same run (repeat ${cell.repeat}, seed ${cell.seed}): ` +
          "take one out, or give one other seeds",
      );
    }
    seen.set(cell.id, cell);
  }
  problems.push(...sameJobs({ workflows }, cells));
  if (problems.length > 0) throw new PlanError(source, problems);
  const interleave = file.interleave ?? true;
  return {
    schema: "kgen.sweep/1",
    kind: "grid",
    name: file.name ?? "sweep",
    hash: hashOf(cells.map((c) => c.id).sort()),
    seed,
    warmUps: file.warmUps ?? 2,
    warmUpsPerLoad: file.warmUpsPerLoad ?? 1,
    interleave,
    ...file.metrics ? { metrics: file.metrics } : {},
    workflows,
    cells: ordered(cells, interleave, seed),
  };
}

/** The workflow of a cell. */
export function workflowOfCell(plan: Pick<Plan, "workflows">, cell: Cell): Workflow {
  const w = plan.workflows[cell.workflow];
  return { name: w.name, graph: w.graph };
}
