import { newerInfo } from "./newer_info.ts";
import type { InputSpec, NodeClass } from "./types.ts";

const upscale = ["nearest-exact", "bilinear", "area", "bicubic", "lanczos"];
const side: InputSpec = ["INT", { default: 512, min: 0, max: 16384, step: 1 }];
/** Its list of names is filled in when it is asked for. */
const picture: InputSpec = [[], { image_upload: true }];

/** Classes that begin from a picture. */
export const pictures: Record<string, NodeClass> = {
  LoadImage: {
    required: { image: picture },
    outputs: ["IMAGE", "MASK"],
    picture: "image",
    info: {
      display_name: "Load Image",
      category: "image",
      search_aliases: [
        "load image",
        "open image",
        "import image",
        "image input",
        "upload image",
        "read image",
        "image loader",
      ],
      essentials_category: "Basics",
    },
  },
  LoadImageMask: {
    required: { image: picture, channel: [["alpha", "red", "green", "blue"]] },
    outputs: ["MASK"],
    picture: "image",
    info: {
      display_name: "Load Image (as Mask)",
      category: "image",
      search_aliases: ["import mask", "alpha mask", "channel mask"],
      essentials_category: "Image Tools",
    },
  },
  ImageScale: {
    required: {
      image: ["IMAGE"],
      upscale_method: [upscale],
      width: side,
      height: side,
      crop: [["disabled", "center"]],
    },
    outputs: ["IMAGE"],
    info: {
      display_name: "Upscale Image",
      category: "image/upscaling",
      search_aliases: ["resize", "resize image", "scale image", "image resize", "change size"],
      essentials_category: "Image Tools",
    },
  },
  ImageScaleToTotalPixels: {
    required: {
      image: ["IMAGE", {}],
      upscale_method: ["COMBO", { multiselect: false, options: upscale }],
      megapixels: ["FLOAT", { default: 1, min: 0.01, max: 16, step: 0.01 }],
      resolution_steps: ["INT", { advanced: true, default: 1, min: 1, max: 256 }],
    },
    outputs: ["IMAGE"],
    info: {
      ...newerInfo,
      display_name: "Scale Image to Total Pixels",
      category: "image/upscaling",
      python_module: "comfy_extras.nodes_post_processing",
      output_tooltips: [null],
    },
  },
  VAEEncode: {
    required: { pixels: ["IMAGE"], vae: ["VAE"] },
    outputs: ["LATENT"],
    info: {
      display_name: "VAE Encode",
      category: "model/latent",
      description: "Changes nothing here: the nano model works on pixels, of 96x96.",
      search_aliases: ["encode", "encode image", "image to latent"],
    },
  },
  SetLatentNoiseMask: {
    required: { samples: ["LATENT"], mask: ["MASK"] },
    outputs: ["LATENT"],
    info: { display_name: "Set Latent Noise Mask", category: "model/latent" },
  },
  RepeatLatentBatch: {
    required: { samples: ["LATENT"], amount: ["INT", { default: 1, min: 1, max: 64 }] },
    outputs: ["LATENT"],
    info: {
      display_name: "Repeat Latent Batch",
      category: "model/latent/batch",
      search_aliases: ["duplicate latent", "clone latent"],
    },
  },
};
