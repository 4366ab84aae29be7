import { family, parts } from "../model/family.ts";
import type { NodeClass } from "./types.ts";

/** Classes that load the parts of the model. */
export const loaders: Record<string, NodeClass> = {
  UNETLoader: {
    required: {
      unet_name: [Object.keys(family)],
      weight_dtype: [["default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"], { advanced: true }],
    },
    outputs: ["MODEL"],
    info: { display_name: "Load Diffusion Model", category: "model/loaders" },
  },
  CLIPLoader: {
    required: { clip_name: [[parts.text]], type: [["lumina2"]] },
    optional: { device: [["default", "cpu"], { advanced: true }] },
    outputs: ["CLIP"],
    info: {
      display_name: "Load CLIP",
      category: "model/loaders",
      description: "The nano model's vocabulary of English words and Han characters.",
    },
  },
  VAELoader: {
    required: { vae_name: [[parts.pixels]] },
    outputs: ["VAE"],
    info: { display_name: "Load VAE", category: "model/loaders" },
  },
  LoraLoaderModelOnly: {
    required: {
      model: ["MODEL"],
      // Its list of names is filled in when it is asked for.
      lora_name: [[]],
      strength_model: ["FLOAT", { default: 1, min: -100, max: 100, step: 0.01 }],
    },
    outputs: ["MODEL"],
    files: "lora_name",
    info: {
      display_name: "Load LoRA",
      category: "model/loaders",
      description: "Adds a LoRA to the nano model's weights before they are loaded.",
      output_tooltips: ["The model with the LoRA."],
      search_aliases: ["lora", "load lora", "apply lora", "lora loader", "lora model"],
      essentials_category: "Image Generation",
    },
  },
  ModelPatchLoader: {
    required: { name: [[parts.control]] },
    outputs: ["MODEL_PATCH"],
    info: {
      display_name: "Load Model Patch",
      category: "model/loaders",
      python_module: "comfy_extras.nodes_model_patch",
      experimental: true,
    },
  },
};
