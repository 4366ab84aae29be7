import { latentNode, samplers } from "./trace.ts";
import type { Graph, Workflow } from "./workflow.ts";

/** The files of the embedded host, by the class and input that name them. */
const files: Record<string, [input: string, file: string]> = {
  UNETLoader: ["unet_name", "nano-v0.onnx"],
  CLIPLoader: ["clip_name", "nano-words"],
  VAELoader: ["vae_name", "nano-pixels"],
};

/** The only size that the nano model makes, px. */
const side = 96;

/**
 * The same workflow with the embedded host's model files and size (96 x 96). Nothing else changes.
 *
 * @example
 * ```ts
 * import { fitEmbedded, settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const s = settings(fitEmbedded(template("zimage-turbo-speed-test")));
 * assert.deepEqual([s.model, s.width, s.steps], ["nano-v0.onnx", 96, 8]);
 * ```
 */
export function fitEmbedded(w: Workflow): Workflow {
  const graph: Graph = structuredClone(w.graph);
  for (const node of Object.values(graph)) {
    const swap = files[node.class_type];
    if (swap && typeof node.inputs[swap[0]] === "string") node.inputs[swap[0]] = swap[1];
  }
  for (const id of samplers(graph)) {
    const latent = latentNode(graph, id);
    if (latent !== null) Object.assign(graph[latent].inputs, { width: side, height: side });
  }
  return { ...w, graph };
}

/**
 * What differs between two versions of a graph, one text an input: "28.unet_name: a -> b".
 *
 * @example
 * ```ts
 * import { differences, patch, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const w = template("zimage-turbo-speed-test");
 * assert.deepEqual(differences(w, patch(w, { steps: 4 })), ["3.steps: 8 -> 4"]);
 * ```
 */
export function differences(a: Workflow, b: Workflow): string[] {
  const found: string[] = [];
  for (const [id, node] of Object.entries(b.graph)) {
    for (const [input, value] of Object.entries(node.inputs)) {
      const before = a.graph[id]?.inputs[input];
      if (JSON.stringify(before) !== JSON.stringify(value)) {
        found.push(`${id}.${input}: ${show(before)} -> ${show(value)}`);
      }
    }
  }
  return found;
}

const show = (v: unknown) => typeof v === "string" ? v : JSON.stringify(v) ?? "nothing";
