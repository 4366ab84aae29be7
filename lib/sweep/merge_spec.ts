import type { Changes } from "@kgen/comfy";
import type { CellSpec } from "./plan_file.ts";

/** Fields of a cell over those of the plan; changes, set, models and capture are joined. */
export function mergeSpec(base: CellSpec, spec: CellSpec): CellSpec {
  const changes = joined(base.changes, spec.changes) as Changes;
  for (const key of ["set", "models"] as const) {
    const both = joined(base.changes?.[key] as any, spec.changes?.[key] as any);
    if (Object.keys(both).length > 0) changes[key] = both as any;
  }
  const own = Object.fromEntries(Object.entries(spec).filter(([, v]) => v !== undefined));
  return { ...base, ...own, changes, capture: joined(base.capture, spec.capture) };
}

const joined = (a: object = {}, b: object = {}) => ({ ...a, ...b });
