import type { Workflow } from "@kgen/comfy";
import { changed, from, node } from "./node.ts";
import { note } from "./notes.ts";
import { prompt, turbo, zImage } from "./zimage.ts";

const graph = changed(
  // The words that this LoRA was trained with come first.
  zImage({ ...turbo, prefix: "kgen/zimage-turbo-lora", text: `Pixel art style. ${prompt}` }),
  {
    "60": node("LoraLoaderModelOnly", "LoRA", {
      model: from("28"),
      lora_name: "pixel_art_style_z_image_turbo.safetensors",
      strength_model: 1,
    }),
  },
  { "11": { model: from("60") } },
);

/** Turbo with a LoRA. */
export const lora: Workflow[] = [{
  name: "zimage-turbo-lora",
  graph,
  note: note(
    graph,
    "Z-Image-Turbo: LoRA",
    `Plain Turbo with one LoRA for the diffusion model: 8 steps without guidance, 8 NFE, 1024 x 1024. ` +
      `The LoRA named here is a pixel art style by a third party; choose your own in the node LoRA, or ` +
      `with the kit's \`lora\`. Look at its own page for its licence and its trigger words.`,
    `ComfyUI adds the LoRA to the weights before the first step, so it costs loading time and nothing a ` +
      `step: measured on an H100, a LoRA neither costs nor gains speed.`,
  ),
}];
