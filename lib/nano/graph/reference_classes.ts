import { newerInfo } from "./newer_info.ts";
import type { InputSpec, NodeClass } from "./types.ts";

const threshold = (value: number): InputSpec => [
  "FLOAT",
  { default: value, min: 0.01, max: 0.99, step: 0.01 },
];

/** Classes that bring a reference picture or a drawing to the model. */
export const references: Record<string, NodeClass> = {
  TextEncodeZImageOmni: {
    required: {
      clip: ["CLIP", {}],
      prompt: ["STRING", { multiline: true, dynamicPrompts: true }],
      auto_resize_images: ["BOOLEAN", { advanced: true, default: true }],
    },
    optional: {
      image_encoder: ["CLIP_VISION", {}],
      vae: ["VAE", {}],
      image1: ["IMAGE", {}],
      image2: ["IMAGE", {}],
      image3: ["IMAGE", {}],
    },
    outputs: ["CONDITIONING"],
    info: {
      ...newerInfo,
      output_tooltips: [null],
      display_name: null,
      python_module: "comfy_extras.nodes_zimage",
      category: "model/conditioning/z-image",
      experimental: true,
    },
  },
  ReferenceLatent: {
    required: { conditioning: ["CONDITIONING", {}] },
    optional: { latent: ["LATENT", {}] },
    outputs: ["CONDITIONING"],
    info: {
      ...newerInfo,
      output_tooltips: [null],
      display_name: "Set Reference Latent",
      description: "Gives the nano model a picture to edit. It takes one.",
      python_module: "comfy_extras.nodes_edit_model",
      category: "model/conditioning",
    },
  },
  ZImageFunControlnet: {
    required: {
      model: ["MODEL"],
      model_patch: ["MODEL_PATCH"],
      vae: ["VAE"],
      strength: ["FLOAT", { default: 1, min: -10, max: 10, step: 0.01 }],
    },
    optional: { image: ["IMAGE"], inpaint_image: ["IMAGE"], mask: ["MASK"] },
    outputs: ["MODEL"],
    info: {
      display_name: "Apply Z-Image Fun ControlNet",
      python_module: "comfy_extras.nodes_model_patch",
      category: "model/patch/z-image",
      experimental: true,
    },
  },
  Canny: {
    required: {
      image: ["IMAGE", {}],
      low_threshold: threshold(0.4),
      high_threshold: threshold(0.8),
    },
    outputs: ["IMAGE"],
    info: {
      ...newerInfo,
      output_tooltips: [null],
      display_name: "Detect Edges (Canny)",
      python_module: "comfy_extras.nodes_canny",
      category: "image/filters",
      search_aliases: ["edge detection", "outline", "contour detection", "line art"],
      essentials_category: "Image Tools",
    },
  },
  GetImageSize: {
    required: { image: ["IMAGE", {}] },
    hidden: { unique_id: ["UNIQUE_ID"] },
    outputs: ["INT", "INT", "INT"],
    outputNames: ["width", "height", "batch_size"],
    info: {
      ...newerInfo,
      output_tooltips: [null, null, null],
      display_name: "Get Image Size",
      description: "Tells width and height of a picture, and how many there are.",
      python_module: "comfy_extras.nodes_images",
      category: "image",
      search_aliases: ["dimensions", "resolution", "image info"],
    },
  },
};
