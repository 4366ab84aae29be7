import { newerInfo } from "./newer_info.ts";
import type { NodeClass } from "./types.ts";

const size = {
  default: 96,
  min: 96,
  max: 96,
  step: 16,
  tooltip: "The nano model makes pictures of 96x96 only.",
};

/** Classes from the prompt to the sampled latent. */
export const sampling: Record<string, NodeClass> = {
  CLIPTextEncode: {
    required: {
      text: ["STRING", { multiline: true, dynamicPrompts: true, tooltip: "The prompt." }],
      clip: ["CLIP", { tooltip: "From Load CLIP." }],
    },
    outputs: ["CONDITIONING"],
    info: {
      display_name: "CLIP Text Encode (Prompt)",
      category: "model/conditioning",
      description: "Turns a prompt into the nano model's 32 tokens.",
      output_tooltips: ["The tokens of the prompt."],
      search_aliases: [
        "text",
        "prompt",
        "text prompt",
        "positive prompt",
        "negative prompt",
        "encode text",
        "text encoder",
        "encode prompt",
      ],
    },
  },
  ConditioningZeroOut: {
    required: { conditioning: ["CONDITIONING"] },
    outputs: ["CONDITIONING"],
    info: {
      display_name: "Conditioning Zero Out",
      category: "model/conditioning/transform",
      search_aliases: ["null conditioning", "clear conditioning"],
    },
  },
  EmptySD3LatentImage: {
    required: {
      width: ["INT", size],
      height: ["INT", size],
      batch_size: ["INT", { default: 1, min: 1, max: 4 }],
    },
    outputs: ["LATENT"],
    // A class of ComfyUI's newer kind: its entry has other keys.
    info: {
      ...newerInfo,
      output_tooltips: [null],
      display_name: null,
      python_module: "comfy_extras.nodes_sd3",
      category: "model/latent/stable diffusion",
    },
  },
  ModelSamplingAuraFlow: {
    required: {
      model: ["MODEL"],
      shift: ["FLOAT", { default: 1.73, min: 0, max: 100, step: 0.01 }],
    },
    outputs: ["MODEL"],
    info: {
      display_name: "ModelSamplingAuraFlow",
      category: "model/patch",
      python_module: "comfy_extras.nodes_model_advanced",
    },
  },
};
