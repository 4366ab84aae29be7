import type { NodeClass } from "./types.ts";

/** Names under which the nano model's parts stand in the loaders' lists. */
export const files = { model: "nano-v0.onnx", text: "nano-words", pixels: "nano-pixels" };

/** Classes that load the parts of the model. */
export const loaders: Record<string, NodeClass> = {
  UNETLoader: {
    required: {
      unet_name: [[files.model]],
      weight_dtype: [["default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"], { advanced: true }],
    },
    outputs: ["MODEL"],
    info: { display_name: "Load Diffusion Model", category: "model/loaders" },
  },
  CLIPLoader: {
    required: { clip_name: [[files.text]], type: [["lumina2"]] },
    optional: { device: [["default", "cpu"], { advanced: true }] },
    outputs: ["CLIP"],
    info: {
      display_name: "Load CLIP",
      category: "model/loaders",
      description: "The nano model's vocabulary of English words and Han characters.",
    },
  },
  VAELoader: {
    required: { vae_name: [[files.pixels]] },
    outputs: ["VAE"],
    info: { display_name: "Load VAE", category: "model/loaders" },
  },
};
