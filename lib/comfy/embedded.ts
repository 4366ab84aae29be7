import { latentNode, samplers, source } from "./trace.ts";
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
 * A picture that is encoded is scaled to that size: in the node before VAEEncode if that scales, else in a node put in
 * between. It is cut to a square; where a mask goes with it both are stretched, so that they stay on top of each other.
 *
 * @example
 * ```ts
 * import { fitEmbedded, settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const s = settings(fitEmbedded(template("zimage-turbo-speed-test")));
 * assert.deepEqual([s.model, s.width, s.steps], ["nano-v0.onnx", 96, 8]);
 *
 * const { graph } = fitEmbedded(template("zimage-turbo-img2img"));
 * assert.deepEqual([graph["51"].class_type, graph["51"].inputs.width], ["ImageScale", 96]);
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
  for (const id of Object.keys(graph)) {
    if (graph[id].class_type === "VAEEncode") fitPicture(graph, id);
  }
  return { ...w, graph };
}

/** Lets a VAEEncode have a picture of the model's size. Changes `graph`. */
function fitPicture(graph: Graph, encoder: string): void {
  const before = source(graph, encoder, "pixels");
  if (before === null) return;
  const isMasked = Object.values(graph).some((n) => n.class_type === "SetLatentNoiseMask");
  const crop = isMasked ? "disabled" : "center";
  const { class_type, inputs } = graph[before];
  if (/^ImageScale(ToTotalPixels)?$/.test(class_type)) {
    const { image, upscale_method } = inputs;
    graph[before] = {
      ...graph[before],
      class_type: "ImageScale",
      inputs: { image, upscale_method, width: side, height: side, crop },
    };
    return;
  }
  const image = graph[encoder].inputs.pixels;
  const between = unused(graph, `${encoder}-size`);
  graph[between] = {
    class_type: "ImageScale",
    inputs: { image, upscale_method: "lanczos", width: side, height: side, crop },
    _meta: { title: `${side} x ${side}` },
  };
  graph[encoder].inputs.pixels = [between, 0];
}

/** An id that no node has. */
function unused(graph: Graph, id: string): string {
  while (id in graph) id += "-";
  return id;
}

/**
 * What differs between two versions of a graph, one text an input: "28.unet_name: a -> b". Of a node that is of another
 * class, or new, that comes first: "51: ImageScaleToTotalPixels -> ImageScale".
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
    const was = a.graph[id]?.class_type;
    if (was !== node.class_type) found.push(`${id}: ${show(was)} -> ${node.class_type}`);
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
