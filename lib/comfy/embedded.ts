import { latentNode, samplers, source } from "./trace.ts";
import type { ApiNode, Graph, Workflow } from "./workflow.ts";

/** The parts of the embedded host that are always the same, by the class and input that name them. */
const parts: Record<string, [input: string, file: string]> = {
  CLIPLoader: ["clip_name", "nano-words"],
  VAELoader: ["vae_name", "nano-pixels"],
  ModelPatchLoader: ["name", "nano-control"],
};

/** The LoRA of the embedded host: it makes Turbo of Base. */
const turboLora = "nano-v1-turbo-lora.safetensors";

/** The only size that the nano model makes, px. */
const side = 96;

/** Inputs by which a picture reaches the model, by class. */
const takesPicture: Record<string, string[]> = {
  VAEEncode: ["pixels"],
  TextEncodeZImageOmni: ["image1", "image2", "image3"],
  ZImageFunControlnet: ["image", "inpaint_image"],
  GetImageSize: ["image"],
};

const scales = (node: ApiNode) => /^ImageScale(ToTotalPixels)?$/.test(node.class_type);

/**
 * The same workflow for the embedded host: its model, its size (96 x 96). Nothing else changes, but for what follows.
 *
 * Turbo becomes nano_turbo, and any other model nano_base; a model of the family stays. With a LoRA the model becomes nano_base
 * and the LoRA the one that makes Turbo of it. With a reference picture (TextEncodeZImageOmni) it becomes nano_edit, and
 * a sampler begins from noise alone (denoise 1), as weights that were trained to edit do. A picture that reaches the
 * model is scaled to its size: in the node that scales it, else in a node put behind the one that loads it. It is cut to
 * a square; where a mask goes with it both are stretched, so that they stay on top of each other.
 *
 * @example
 * ```ts
 * import { fitEmbedded, settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const s = settings(fitEmbedded(template("zimage-turbo-speed-test")));
 * assert.deepEqual([s.model, s.width, s.steps], ["nano_turbo", 96, 8]);
 *
 * const { graph } = fitEmbedded(template("zimage-turbo-img2img"));
 * assert.deepEqual([graph["51"].class_type, graph["51"].inputs.width], ["ImageScale", 96]);
 * ```
 */
export function fitEmbedded(w: Workflow): Workflow {
  const graph: Graph = structuredClone(w.graph);
  const edits = Object.keys(graph).some((id) =>
    graph[id].class_type === "TextEncodeZImageOmni" &&
    takesPicture.TextEncodeZImageOmni.some((input) => source(graph, id, input) !== null)
  );
  fitModels(graph, edits);
  for (const id of samplers(graph)) {
    const latent = latentNode(graph, id);
    const inputs: ApiNode["inputs"] = latent === null ? {} : graph[latent].inputs;
    for (const name of ["width", "height"]) {
      // A size that comes from a picture is that of the picture, which is fitted below.
      if (name in inputs && typeof inputs[name] === "number") inputs[name] = side;
    }
    if (edits && typeof graph[id].inputs.denoise === "number") graph[id].inputs.denoise = 1;
  }
  for (const id of Object.keys(graph)) {
    for (const input of takesPicture[graph[id].class_type] ?? []) fitPicture(graph, id, input);
  }
  return { ...w, graph };
}

/** Names the embedded host's files. Changes `graph`. */
function fitModels(graph: Graph, edits: boolean): void {
  const all = Object.values(graph);
  const hasLora = all.some((n) => n.class_type === "LoraLoaderModelOnly");
  for (const { class_type, inputs } of all) {
    const part = parts[class_type];
    if (part && typeof inputs[part[0]] === "string") inputs[part[0]] = part[1];
    if (class_type === "UNETLoader" && typeof inputs.unet_name === "string") {
      if (!/^nano_/.test(inputs.unet_name)) {
        const turbo = /turbo/i.test(inputs.unet_name) && !hasLora;
        inputs.unet_name = edits ? "nano_edit" : turbo ? "nano_turbo" : "nano_base";
      }
    }
    if (class_type === "LoraLoaderModelOnly" && typeof inputs.lora_name === "string") {
      if (!/^nano/.test(inputs.lora_name)) inputs.lora_name = turboLora;
    }
  }
}

/** Lets a picture that reaches the model have its size. Changes `graph`. */
function fitPicture(graph: Graph, taker: string, takenAs: string): void {
  let [at, input] = [taker, takenAs];
  let before = source(graph, at, input);
  // Back to what scales the picture, or else to what loads it: edges are to be drawn of the scaled one.
  while (before !== null && !scales(graph[before])) {
    const next = source(graph, before, "image");
    if (next === null) break;
    [at, input, before] = [before, "image", next];
  }
  if (before === null) return;
  const isMasked = Object.values(graph).some((n) => n.class_type === "SetLatentNoiseMask");
  const crop = isMasked ? "disabled" : "center";
  if (scales(graph[before])) {
    const { image, upscale_method } = graph[before].inputs;
    graph[before] = {
      ...graph[before],
      class_type: "ImageScale",
      inputs: { image, upscale_method, width: side, height: side, crop },
    };
    return;
  }
  // A picture that was sampled has the model's size.
  if (graph[before].class_type === "VAEDecode") return;
  const between = unused(graph, `${at}-size`);
  graph[between] = {
    class_type: "ImageScale",
    inputs: {
      image: graph[at].inputs[input],
      upscale_method: "lanczos",
      width: side,
      height: side,
      crop,
    },
    _meta: { title: `${side} x ${side}` },
  };
  graph[at].inputs[input] = [between, 0];
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
