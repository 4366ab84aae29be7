import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { type Changes, patch, settings, type Workflow } from "@kgen/comfy";
import { hashOf } from "./canonical.ts";
import { type Cell, cellId, conditionId, type PlanWorkflow } from "./cell.ts";
import { PlanError } from "./errors.ts";
import { gridCells } from "./grid.ts";
import { ordered } from "./order.ts";
import type { CellSpec, PlanFile } from "./plan_file.ts";
import { loadOf, workflowFor } from "./plan_workflow.ts";
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
  /** Graphs by hash. */
  workflows: Record<string, PlanWorkflow>;
  cells: Cell[];
}

/** Repeats of a condition when the plan does not say: the kit's rule is at least 10 samples. */
const repeatsByDefault = 10;

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
  const base = merge({}, shared);
  const specs = [
    ...file.grid || !file.cells ? gridCells(file.grid ?? {}) : [],
    ...file.cells ?? [],
  ].map((spec) => merge(base, spec));
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
    workflows,
    cells: ordered(cells, interleave, seed),
  };
}

/**
 * Reads a plan file.
 *
 * @throws PlanError that names the file and everything that is wrong in it
 *
 * @example
 * ```ts
 * import { readPlan } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => readPlan("no-such-plan.json"), /no such file/);
 * ```
 */
export function readPlan(path: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const missing = (error as any).code === "ENOENT";
    throw new PlanError(path, [missing ? "there is no such file" : (error as Error).message]);
  }
  return makePlan(json as PlanFile, dirname(resolve(path)), path);
}

/** Fields of a cell over those of the plan; changes, set, models and capture are joined. */
function merge(base: CellSpec, spec: CellSpec): CellSpec {
  const changes = joined(base.changes, spec.changes) as Changes;
  for (const key of ["set", "models"] as const) {
    const both = joined(base.changes?.[key] as any, spec.changes?.[key] as any);
    if (Object.keys(both).length > 0) changes[key] = both as any;
  }
  const own = Object.fromEntries(Object.entries(spec).filter(([, v]) => v !== undefined));
  return { ...base, ...own, changes, capture: joined(base.capture, spec.capture) };
}

const joined = (a: object = {}, b: object = {}) => ({ ...a, ...b });

function cellsOf(
  spec: CellSpec,
  folder: string,
  planSeed: number,
  workflows: Record<string, PlanWorkflow>,
): Cell[] {
  if (spec.workflow === undefined) throw new Error("it names no workflow");
  const w = workflowFor(spec, folder);
  const { seed: first, ...changes } = spec.changes ?? {};
  const patched = patch(w, changes);
  assertTaken(changes, patched);
  const key = hashOf(w.graph).slice(0, 16);
  workflows[key] = { name: w.name, graph: w.graph };
  const capture = { frames: false, ...spec.capture };
  const condition = conditionId({ graph: w.graph, changes, capture, demands: spec.demands });
  const change = spec.change ?? describeChange(spec);
  const group = spec.group ?? "grid";
  const tag = spec.tag ?? defaultTag(w, patched, change);
  const repeats = spec.seeds?.length ?? spec.repeats ?? repeatsByDefault;
  return Array.from({ length: repeats }, (_, i) => {
    // The group takes part: the same condition in two groups is measured twice, with other noise.
    const drawn = parseInt(hashOf([planSeed, condition, group, i]).slice(0, 8), 16);
    const seed = spec.seeds?.[i] ?? (first === undefined ? drawn : first + i);
    return {
      id: cellId(condition, seed, i + 1),
      condition,
      load: loadOf(patched),
      group,
      tag,
      change,
      repeat: i + 1,
      seed,
      workflow: key,
      changes,
      capture,
      ...spec.interleave === false ? { block: true as const } : {},
      ...spec.demands ? { demands: spec.demands } : {},
    };
  });
}

/** A change that this version's patch() does not know must not be passed over in silence. */
function assertTaken(changes: Changes, patched: Workflow): void {
  const s = settings(patched);
  for (const key of ["sampler", "scheduler", "denoise"] as const) {
    const wanted = (changes as any)[key];
    if (wanted !== undefined && s[key] !== wanted) {
      throw new Error(`changes.${key} did not take: use changes.set with NODE.INPUT`);
    }
  }
  const { lora } = changes as { lora?: { file: string } };
  const files = Object.values(patched.graph).flatMap((n) => Object.values(n.inputs));
  if (lora && !files.includes(lora.file)) {
    throw new Error("changes.lora did not take: use add with a LoraLoaderModelOnly, and set");
  }
}

function describeChange(spec: CellSpec): string {
  const { lora } = (spec.changes ?? {}) as { lora?: { file: string; strength?: number } };
  const parts = [
    lora ? `LoRA ${lora.file} ${lora.strength ?? 1}` : "",
    spec.dtype && spec.dtype !== "default" ? `weight type ${spec.dtype}` : "",
    spec.compile ? `torch.compile ${spec.compile}` : "",
  ];
  return parts.filter((p) => p !== "").join(", ") || "none";
}

function defaultTag(w: Workflow, patched: Workflow, change: string): string {
  const s = settings(patched);
  const name = w.name.replace(/^zimage-/, "");
  const size = s.width === null ? "" : ` ${s.width}x${s.height}`;
  return `${name} ${s.steps ?? "?"} steps${size} batch ${s.batch ?? 1}` +
    (change === "none" ? "" : ` ${change}`);
}

/** The workflow of a cell. */
export function workflowOfCell(plan: Pick<Plan, "workflows">, cell: Cell): Workflow {
  const w = plan.workflows[cell.workflow];
  return { name: w.name, graph: w.graph };
}
