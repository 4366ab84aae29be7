import type { Workflow } from "@kgen/comfy";
import { changed, from, node } from "./node.ts";
import { note } from "./notes.ts";
import { picture, upload } from "./picture.ts";
import { turbo, zImage } from "./zimage.ts";

const graph = changed(
  zImage({ ...turbo, steps: 9, prefix: "kgen/zimage-turbo-controlnet" }),
  {
    ...picture,
    "55": node("Canny", "Edges", { image: from("51"), low_threshold: 0.15, high_threshold: 0.35 }),
    "56": node("GetImageSize", "Size of the picture", { image: from("51") }),
    "57": node("ModelPatchLoader", "Load ControlNet", {
      name: "Z-Image-Turbo-Fun-Controlnet-Union.safetensors",
    }),
    "58": node("ZImageFunControlnet", "ControlNet", {
      model: from("28"),
      model_patch: from("57"),
      vae: from("29"),
      strength: 1,
      image: from("55"),
    }),
  },
  {
    "11": { model: from("58") },
    "13": { width: from("56", 0), height: from("56", 1) },
  },
);

/** The edges of a picture and a prompt become a picture. */
export const control: Workflow[] = [{
  name: "zimage-turbo-controlnet",
  graph,
  note: note(
    graph,
    "Z-Image-Turbo: ControlNet",
    `The edges of a picture (Canny) hold the drawing, the prompt fills it. 9 steps without guidance, 9 ` +
      `NFE, strength 1, as in ComfyUI's own template; its makers advise 0.65 to 0.8. Depth, pose and ` +
      `MLSD pictures work too: put them in place of the node Edges.`,
    `The ControlNet's own blocks run with every evaluation: do not compare its rate with plain Turbo's.`,
    upload,
  ),
}];
