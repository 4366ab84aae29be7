import type { NodeClass } from "./types.ts";

/** What the host offers of ComfyUI's lists. */
export const samplerNames = ["euler", "heun", "res_multistep"];
export const schedulerNames = ["simple"];

/** A seed of 64 bits. */
export const seedOptions = {
  default: 0,
  min: 0,
  max: 0xffffffffffffffffn,
  control_after_generate: true,
};

/** Samplers that have all their settings themselves. */
export const ksamplers: Record<string, NodeClass> = {
  KSampler: {
    required: {
      model: ["MODEL", { tooltip: "From Load Diffusion Model." }],
      seed: ["INT", {
        ...seedOptions,
        tooltip: "The same seed gives the same picture.",
      }],
      steps: ["INT", { default: 20, min: 1, max: 10000, tooltip: "Steps from noise to picture." }],
      cfg: ["FLOAT", {
        default: 8,
        min: 0,
        max: 100,
        step: 0.1,
        round: 0.01,
        tooltip: "Guidance; 1 is none and evaluates the model once a step instead of twice.",
      }],
      sampler_name: [samplerNames, { tooltip: "How a step is made." }],
      scheduler: [schedulerNames, { tooltip: "Where the noise levels lie." }],
      positive: ["CONDITIONING", { tooltip: "What the picture should show." }],
      negative: ["CONDITIONING", { tooltip: "What it should not show." }],
      latent_image: ["LATENT", { tooltip: "What to start from." }],
      denoise: ["FLOAT", {
        default: 1,
        min: 0,
        max: 1,
        step: 0.01,
        tooltip: "Below 1 part of the start stays.",
      }],
    },
    outputs: ["LATENT"],
    info: {
      display_name: "KSampler",
      category: "model/sampling",
      description: "Makes a picture out of noise.",
      output_tooltips: ["The picture, not yet decoded."],
      search_aliases: [
        "sampler",
        "sample",
        "generate",
        "denoise",
        "diffuse",
        "txt2img",
        "img2img",
      ],
    },
  },
  KSamplerAdvanced: {
    required: {
      model: ["MODEL"],
      add_noise: [["enable", "disable"], { advanced: true }],
      noise_seed: ["INT", seedOptions],
      steps: ["INT", { default: 20, min: 1, max: 10000 }],
      cfg: ["FLOAT", { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
      sampler_name: [samplerNames],
      scheduler: [schedulerNames],
      positive: ["CONDITIONING"],
      negative: ["CONDITIONING"],
      latent_image: ["LATENT"],
      start_at_step: ["INT", { default: 0, min: 0, max: 10000, advanced: true }],
      end_at_step: ["INT", { default: 10000, min: 0, max: 10000, advanced: true }],
      return_with_leftover_noise: [["disable", "enable"], { advanced: true }],
    },
    outputs: ["LATENT"],
    info: { display_name: "KSampler (Advanced)", category: "model/sampling" },
  },
};
