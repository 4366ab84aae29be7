import type { NodeClass } from "./types.ts";

const hidden = { prompt: "PROMPT", extra_pnginfo: "EXTRA_PNGINFO" };

/** Classes that decode and write pictures. */
export const images: Record<string, NodeClass> = {
  VAEDecode: {
    required: {
      samples: ["LATENT", { tooltip: "From KSampler." }],
      vae: ["VAE", { tooltip: "From Load VAE." }],
    },
    outputs: ["IMAGE"],
    info: {
      display_name: "VAE Decode",
      category: "model/latent",
      description: "Changes nothing here: the nano model works on pixels.",
      output_tooltips: ["The picture."],
      search_aliases: ["decode", "decode latent", "latent to image", "render latent"],
    },
  },
  SaveImage: {
    required: {
      images: ["IMAGE", { tooltip: "The pictures to save." }],
      filename_prefix: ["STRING", {
        default: "ComfyUI",
        tooltip: "Start of the file name; %width%, %height%, %year% and the like are filled in.",
      }],
    },
    hidden,
    outputs: ["IMAGE"],
    outputNames: ["images"],
    isOutput: true,
    info: {
      display_name: "Save Image",
      category: "image",
      description: "Writes PNG files into the host's output folder.",
      search_aliases: [
        "save",
        "save image",
        "export image",
        "output image",
        "write image",
        "download",
      ],
      essentials_category: "Basics",
    },
  },
  PreviewImage: {
    required: { images: ["IMAGE"] },
    hidden,
    outputs: ["IMAGE"],
    outputNames: ["images"],
    isOutput: true,
    info: {
      display_name: "Preview Image",
      category: "image",
      description: "Writes PNG files into a folder that is removed when the host ends.",
      search_aliases: [
        "preview",
        "preview image",
        "show image",
        "view image",
        "display image",
        "image viewer",
      ],
      essentials_category: "Basics",
    },
  },
  SaveImageWebsocket: {
    required: { images: ["IMAGE"] },
    outputs: [],
    isOutput: true,
    alwaysRuns: true,
    info: {
      display_name: "Save Image (Websocket)",
      category: "image",
      python_module: "custom_nodes.websocket_image_save",
      description: "Sends PNG pictures over the socket and writes no file.",
    },
  },
};
