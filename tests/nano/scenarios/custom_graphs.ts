import { base, turbo, withNode, withoutNode } from "./graphs.ts";
import type { Graph } from "./types.ts";

/** The stock graph with the sampler taken apart: noise, guider, sampler and noise levels are nodes of their own. */
export function custom(options: { cfg?: number; sampler?: string; denoise?: number } = {}): Graph {
  const graph = withoutNode(options.cfg === undefined ? turbo() : base(), "3");
  if (options.cfg === undefined) {
    withoutNode(graph, "33");
    withNode(graph, "22", {
      class_type: "BasicGuider",
      inputs: { model: ["11", 0], conditioning: ["27", 0] },
    });
  } else {
    withNode(graph, "22", {
      class_type: "CFGGuider",
      inputs: { model: ["11", 0], positive: ["27", 0], negative: ["33", 0], cfg: options.cfg },
    });
  }
  withNode(graph, "21", { class_type: "RandomNoise", inputs: { noise_seed: 7 } });
  withNode(graph, "23", {
    class_type: "KSamplerSelect",
    inputs: { sampler_name: options.sampler ?? "res_multistep" },
  });
  withNode(graph, "24", {
    class_type: "BasicScheduler",
    inputs: { model: ["11", 0], scheduler: "simple", steps: 4, denoise: options.denoise ?? 1 },
  });
  withNode(graph, "3", {
    class_type: "SamplerCustomAdvanced",
    inputs: {
      noise: ["21", 0],
      guider: ["22", 0],
      sampler: ["23", 0],
      sigmas: ["24", 0],
      latent_image: ["13", 0],
    },
  });
  return graph;
}

/** The same cut in two by SplitSigmas: node 3 makes the first `step` steps, node 6 the rest. */
export function split(step: number, sampler = "heun"): Graph {
  const graph = custom({ sampler });
  withNode(graph, "25", { class_type: "SplitSigmas", inputs: { sigmas: ["24", 0], step } });
  withNode(graph, "26", { class_type: "DisableNoise", inputs: {} });
  graph["3"].inputs.sigmas = ["25", 0];
  withNode(graph, "6", {
    class_type: "SamplerCustomAdvanced",
    inputs: {
      noise: ["26", 0],
      guider: ["22", 0],
      sampler: ["23", 0],
      sigmas: ["25", 1],
      latent_image: ["3", 0],
    },
  });
  graph["8"].inputs.samples = ["6", 1];
  return graph;
}

/** The graph with other inputs of one node. */
export function change(graph: Graph, id: string, inputs: Record<string, unknown>): Graph {
  Object.assign(graph[id].inputs, inputs);
  return graph;
}
