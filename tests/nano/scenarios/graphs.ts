/** The stock graphs, with placeholders for what differs between hosts, and ways to change them. */
import type { Profile } from "../normalise.ts";
import type { Graph } from "./types.ts";

/** A graph or body for one host: its model files and its size in the place of the placeholders. */
export function fill<T>(value: T, profile: Profile): T {
  return JSON.parse(
    JSON.stringify(value)
      .replaceAll('"<unet>"', JSON.stringify(profile.unet))
      .replaceAll('"<clip>"', JSON.stringify(profile.clip))
      .replaceAll('"<vae>"', JSON.stringify(profile.vae))
      .replaceAll('"<lora>"', JSON.stringify(profile.lora))
      .replaceAll('"<patch>"', JSON.stringify(profile.patch))
      .replaceAll('"<size>"', JSON.stringify(profile.size)),
  );
}

/** The stock Turbo graph: 8 steps, no guidance. `change` replaces inputs by node id. */
export function turbo(change: Record<string, Record<string, unknown>> = {}): Graph {
  const graph: Graph = {
    "28": { class_type: "UNETLoader", inputs: { unet_name: "<unet>", weight_dtype: "default" } },
    "30": {
      class_type: "CLIPLoader",
      inputs: { clip_name: "<clip>", type: "lumina2", device: "default" },
    },
    "29": { class_type: "VAELoader", inputs: { vae_name: "<vae>" } },
    "27": { class_type: "CLIPTextEncode", inputs: { clip: ["30", 0], text: "樱花" } },
    "13": {
      class_type: "EmptySD3LatentImage",
      inputs: { width: "<size>", height: "<size>", batch_size: 1 },
    },
    "11": { class_type: "ModelSamplingAuraFlow", inputs: { model: ["28", 0], shift: 3 } },
    "33": { class_type: "ConditioningZeroOut", inputs: { conditioning: ["27", 0] } },
    "3": {
      class_type: "KSampler",
      inputs: {
        model: ["11", 0],
        seed: 7,
        steps: 8,
        cfg: 1,
        sampler_name: "res_multistep",
        scheduler: "simple",
        positive: ["27", 0],
        negative: ["33", 0],
        latent_image: ["13", 0],
        denoise: 1,
      },
    },
    "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["29", 0] } },
    "9": { class_type: "SaveImage", inputs: { images: ["8", 0], filename_prefix: "kgen" } },
  };
  for (const [id, inputs] of Object.entries(change)) Object.assign(graph[id].inputs, inputs);
  return graph;
}

/** The stock Base graph: guidance and an empty negative prompt. */
export function base(change: Record<string, Record<string, unknown>> = {}): Graph {
  const graph = turbo();
  graph["33"] = { class_type: "CLIPTextEncode", inputs: { clip: ["30", 0], text: "" } };
  Object.assign(graph["3"].inputs, { steps: 6, cfg: 3 });
  for (const [id, inputs] of Object.entries(change)) Object.assign(graph[id].inputs, inputs);
  return graph;
}

export function without(graph: Graph, id: string, input: string): Graph {
  delete graph[id].inputs[input];
  return graph;
}

export function withNode(graph: Graph, id: string, node: unknown): Graph {
  graph[id] = node as Graph[string];
  return graph;
}

export function withoutNode(graph: Graph, ...ids: string[]): Graph {
  for (const id of ids) delete graph[id];
  return graph;
}

/** Few steps where the sampler is not the point, and one seed for each prompt of a scenario. */
export const short = (seed = 7) => turbo({ "3": { seed, steps: 2 } });
/** Many steps, so that something can happen in the middle. */
export const long = (seed = 7) => turbo({ "3": { seed, steps: 400 } });
