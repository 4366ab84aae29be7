import { type Changes, patch, settings, type Workflow } from "@kgen/comfy";
import { hashOf } from "./canonical.ts";
import { type Cell, cellId, conditionId, type PlanWorkflow } from "./cell.ts";
import type { CellSpec } from "./plan_file.ts";
import { loadOf, workflowFor } from "./plan_workflow.ts";

/** Repeats of a condition when the plan does not say: the kit's rule is at least 10 samples. */
const repeatsByDefault = 10;

/**
 * The cells of one condition, one for each repeat. Its graph is added to `workflows`.
 *
 * @param folder where workflow files are looked for
 * @throws Error that says what is wrong with the specification
 */
export function cellsOf(
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
  const condition = conditionId({ graph: w.graph, changes, capture, needs: spec.needs });
  const change = spec.change ?? describeChange(spec);
  const group = spec.group ?? "grid";
  const tag = spec.tag ?? defaultTag(w, patched, changes, change);
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
      ...spec.needs ? { needs: spec.needs } : {},
      ...spec.priority ? { priority: spec.priority } : {},
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

/** Size and batch only where the plan sets them: the embedded host has a size of its own. */
function defaultTag(w: Workflow, patched: Workflow, changes: Changes, change: string): string {
  const s = settings(patched);
  const name = w.name.replace(/^zimage-/, "");
  const sized = changes.width !== undefined || changes.height !== undefined;
  const size = sized ? ` ${s.width}x${s.height}` : "";
  const batch = changes.batch === undefined ? "" : ` batch ${s.batch ?? 1}`;
  return `${name} ${s.steps ?? "?"} steps${size}${batch}` +
    (change === "none" ? "" : ` ${change}`);
}
