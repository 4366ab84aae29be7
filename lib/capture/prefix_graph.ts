import { type Graph, InvalidWorkflowError } from "@kgen/comfy";
import { addDecoder, needed, vaeOf } from "./decoded_graph.ts";
import { samplerNodes } from "./phases.ts";
import { freeId } from "./watch_place.ts";

/** Samplers for which ComfyUI's KSampler leaves out the last level but one of a schedule with one more step. */
const shortened = /^(dpm_2|dpm_2_ancestral|uni_pc|uni_pc_bh2)$/;
/** Samplers that draw noise, for which the seed counts even when none is added at the start. */
const drawing = /ancestral|sde|ddpm|lcm|seeds/;

/**
 * A graph of core nodes that runs the sampler of a graph over its first k steps only and decodes x0 of the
 * last of them, which is the x0 of step k of the full run.
 *
 * @param k step, from 1
 * @returns the graph, with only what it needs, and the id of its PreviewImage
 * @throws InvalidWorkflowError for a sampler node that has no such form
 *
 * @example
 * ```ts
 * import { prefixGraph } from "@kgen/capture";
 * import { template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const { graph, preview } = prefixGraph(template("zimage-turbo-speed-test").graph, 3);
 * assert.equal(graph[preview].class_type, "PreviewImage");
 * assert.equal(graph["kgen-split"].inputs.step, 3);
 * ```
 */
export function prefixGraph(given: Graph, k: number): { graph: Graph; preview: string } {
  const [id] = samplerNodes(given);
  const graph: Graph = structuredClone(given);
  const add = (name: string, class_type: string, inputs: Record<string, unknown>) => {
    const node = freeId(graph, `kgen-${name}`);
    graph[node] = { class_type, inputs };
    return node;
  };
  const vae = vaeOf(given);
  if (vae === null) throw refusal(id, given, "no VAEDecode says which VAE decodes its latents");
  const { class_type, inputs } = given[id];
  const guider = () =>
    add("guider", "CFGGuider", {
      model: inputs.model,
      positive: inputs.positive,
      negative: inputs.negative,
      cfg: inputs.cfg,
    });
  const noise = (seed: unknown, wanted: boolean) =>
    wanted ? add("noise", "RandomNoise", { noise_seed: seed }) : add("noise", "DisableNoise", {});
  const select = () => add("sampler", "KSamplerSelect", { sampler_name: inputs.sampler_name });
  const schedule = (steps: unknown, denoise: unknown) =>
    add("sigmas", "BasicScheduler", {
      model: inputs.model,
      scheduler: inputs.scheduler,
      steps,
      denoise,
    });
  const split = (name: string, sigmas: unknown, step: number) =>
    add(name, "SplitSigmas", { sigmas, step });
  let parts: Record<string, unknown>;
  if (class_type === "SamplerCustomAdvanced") parts = { ...inputs };
  else if (class_type === "SamplerCustom") {
    parts = {
      noise: [noise(inputs.noise_seed, inputs.add_noise !== false), 0],
      guider: [guider(), 0],
      sampler: inputs.sampler,
      sigmas: inputs.sigmas,
    };
  } else {
    const advanced = class_type === "KSamplerAdvanced";
    const noisy = !advanced || inputs.add_noise !== "disable";
    const name = String(inputs.sampler_name);
    const steps = literal(id, given, "steps");
    const denoise = advanced ? 1 : literal(id, given, "denoise");
    const short = shortened.test(name);
    if (short && denoise < 1) throw refusal(id, given, `${name} with denoise below 1 is not known`);
    if (!noisy && drawing.test(name)) {
      throw refusal(id, given, `${name} draws noise by a seed that DisableNoise does not pass on`);
    }
    let sigmas: unknown = [schedule(steps + (short ? 1 : 0), denoise), 0];
    if (advanced) {
      const start = literal(id, given, "start_at_step");
      if (start > 0) sigmas = [split("start", sigmas, start), 1];
    }
    parts = {
      noise: [noise(advanced ? inputs.noise_seed : inputs.seed, noisy), 0],
      guider: [guider(), 0],
      sampler: [select(), 0],
      sigmas,
    };
  }
  const high = split("split", parts.sigmas, k);
  const run = add("prefix", "SamplerCustomAdvanced", {
    noise: parts.noise,
    guider: parts.guider,
    sampler: parts.sampler,
    sigmas: [high, 0],
    latent_image: inputs.latent_image,
  });
  const preview = addDecoder(graph, [run, 1], vae, "prefix");
  return { graph: needed(graph, [preview]), preview };
}

function literal(id: string, graph: Graph, input: string): number {
  const value = graph[id].inputs[input];
  if (typeof value !== "number") throw refusal(id, graph, `its input ${input} is not a number`);
  return value;
}

function refusal(id: string, graph: Graph, why: string): InvalidWorkflowError {
  const message = `Node ${id} (${graph[id]?.class_type}) has no prefix runs: ${why}.`;
  return new InvalidWorkflowError(message, [
    { kind: "other", node: id, classType: graph[id]?.class_type ?? "", input: null, message },
  ]);
}
