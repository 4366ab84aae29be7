import { newerInfo } from "./newer_info.ts";
import { samplerNames, schedulerNames, seedOptions } from "./ksampler_classes.ts";
import type { InputSpec, NodeClass } from "./types.ts";

/** Classes of ComfyUI's newer kind: their entries have other keys, and a list stands among an input's options. */
function part(
  folder: string,
  required: Record<string, InputSpec>,
  outputs: string[],
  more: Partial<NodeClass> = {},
  info: Record<string, unknown> = {},
): NodeClass {
  return {
    required,
    outputs,
    ...more,
    info: {
      ...newerInfo,
      output_tooltips: outputs.map(() => null),
      display_name: null,
      python_module: "comfy_extras.nodes_custom_sampler",
      category: `model/sampling/${folder}`,
      ...info,
    },
  };
}

const list = (options: string[]): InputSpec => ["COMBO", { multiselect: false, options }];

/** A sampler taken apart: noise, guider, sampler and noise levels come from nodes of their own. */
export const customSampling: Record<string, NodeClass> = {
  SamplerCustomAdvanced: part(
    "custom",
    {
      noise: ["NOISE", {}],
      guider: ["GUIDER", {}],
      sampler: ["SAMPLER", {}],
      sigmas: ["SIGMAS", {}],
      latent_image: ["LATENT", {}],
    },
    ["LATENT", "LATENT"],
    { outputNames: ["output", "denoised_output"] },
  ),
  RandomNoise: part("noise", { noise_seed: ["INT", seedOptions] }, ["NOISE"]),
  DisableNoise: part("noise", {}, ["NOISE"], {}, { search_aliases: ["zero noise"] }),
  BasicGuider: part(
    "guiders",
    { model: ["MODEL", {}], conditioning: ["CONDITIONING", {}] },
    ["GUIDER"],
    {},
    { display_name: "Basic Guider" },
  ),
  CFGGuider: part(
    "guiders",
    {
      model: ["MODEL", {}],
      positive: ["CONDITIONING", {}],
      negative: ["CONDITIONING", {}],
      cfg: ["FLOAT", { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
    },
    ["GUIDER"],
    {},
    { display_name: "CFG Guider" },
  ),
  KSamplerSelect: part("samplers", { sampler_name: list(samplerNames) }, ["SAMPLER"]),
  BasicScheduler: part(
    "schedulers",
    {
      model: ["MODEL", {}],
      scheduler: list(schedulerNames),
      steps: ["INT", { default: 20, min: 1, max: 10000 }],
      denoise: ["FLOAT", { default: 1, min: 0, max: 1, step: 0.01 }],
    },
    ["SIGMAS"],
  ),
  SplitSigmas: part(
    "sigmas",
    { sigmas: ["SIGMAS", {}], step: ["INT", { default: 0, min: 0, max: 10000 }] },
    ["SIGMAS", "SIGMAS"],
    { outputNames: ["high_sigmas", "low_sigmas"] },
  ),
};
