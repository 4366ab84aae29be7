import { settings } from "@kgen/comfy";
import { hashOf } from "./canonical.ts";
import type { Cell } from "./cell.ts";
import type { Needs } from "./plan_file.ts";
import { type Plan, workflowOfCell } from "./plan.ts";

/** What a worker has to give. */
export interface Offer {
  /** Name of the GPU; "" on a CPU. */
  gpu: string;
  /** GiB of its memory; 0 on a CPU or where it is not known. */
  vram_gib: number;
  /** Variants whose models the host has; empty: any. */
  variants: string[];
}

/**
 * What a cell needs of a worker. Its variant, unless the plan says one, is told by the name of the workflow or of its
 * model, so that a host with one variant is never given another.
 */
export function needsOf(plan: Pick<Plan, "workflows">, cell: Cell): Needs {
  return { variant: variantOfCell(plan, cell), ...cell.needs };
}

function variantOfCell(plan: Pick<Plan, "workflows">, cell: Cell): string {
  const w = workflowOfCell(plan, cell);
  for (const name of [w.name, settings(w).model ?? ""]) {
    if (/edit|omni/i.test(name)) return "edit";
    if (/turbo/i.test(name)) return "turbo";
    if (/base|z[_-]?image/i.test(name)) return "base";
  }
  return "other";
}

/**
 * Whether a worker has what a cell needs.
 *
 * @example
 * ```ts
 * import { satisfies } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * const h100 = { gpu: "NVIDIA H100 80GB HBM3", vram_gib: 79.6, variants: ["turbo"] };
 * assert.ok(satisfies(h100, { gpu: "h100", vram_gib: 79, variant: "turbo" }));
 * assert.ok(!satisfies(h100, { variant: "base" }));
 * assert.ok(!satisfies(h100, { vram_gib: 80 }));
 * ```
 */
export function satisfies(offer: Offer, needs: Needs): boolean {
  const { gpu, vram_gib, variant } = needs;
  return (gpu === undefined || offer.gpu.toLowerCase().includes(gpu.toLowerCase())) &&
    (vram_gib === undefined || offer.vram_gib >= vram_gib) &&
    (variant === undefined || offer.variants.length === 0 || offer.variants.includes(variant));
}

/** How much is asked for: a worker takes first what fewer workers can take. */
export const strictness = ({ gpu, vram_gib }: Needs): number =>
  (gpu === undefined ? 0 : 1e6) + (vram_gib ?? 0);

/** Short name of a set of needs: part of a queue's name. */
export const needsKey = (needs: Needs): string => hashOf(needs).slice(0, 8);

/** Needs in words: "turbo, H100, 24 GiB". */
export function needsText({ gpu, vram_gib, variant }: Needs): string {
  const parts = [variant, gpu, vram_gib === undefined ? undefined : `${vram_gib} GiB`];
  return parts.filter((p) => p !== undefined).join(", ");
}
