import type { Graph, Workflow } from "@kgen/comfy";
import { changed, from, node, without } from "./node.ts";
import { note, published } from "./notes.ts";
import { encoded, masked, picture, upload, uploadMask } from "./picture.ts";
import { base, zImage } from "./zimage.ts";

/** Instruction: turn the background into an old town on a snowy night, leave the subject as it is. */
const instruction = "把背景换成雪夜中的古镇,主体保持不变";

const encode = (title: string, prompt: string) =>
  node("TextEncodeZImageOmni", title, {
    clip: from("30"),
    prompt,
    auto_resize_images: true,
    vae: from("29"),
    image1: from("51"),
  });

function edit(prefix: string, latent: Graph, from_: string): Graph {
  return changed(
    without(zImage({ ...base, steps: 30, prefix }), "13"),
    {
      ...picture,
      ...latent,
      "27": encode("Instruction 指令", instruction),
      "33": encode("Negative prompt 负面提示词", ""),
    },
    { "3": { latent_image: from(from_), denoise: 0.8 } },
  );
}

const whole = edit("kgen/zimage-edit", encoded, "52");
const part = edit("kgen/zimage-edit-mask", { ...encoded, ...masked }, "54");

const honest = [
  `**No Z-Image-Edit weights are public** at the time of writing. The graph is the one they would go ` +
  `into: the instruction and the picture are encoded together (TextEncodeZImageOmni, marked experimental by ` +
  `ComfyUI). It runs today on the weights of Z-Image-Base, which were not trained with a picture ` +
  `beside the prompt: its times are real, its obedience is not to be judged.`,
  `For that reason it begins from the picture with denoise 0.8. With Edit weights set unet_name to ` +
  `their file and denoise to 1. For a usable result today take zimage-turbo-img2img.`,
  `30 steps with guidance 4: 60 NFE. The picture's tokens go through the denoiser with every one of them, so an ` +
  `evaluation takes longer than in zimage-base. ${published}`,
];

/** Picture in, instruction, and with a mask. */
export const editing: Workflow[] = [
  {
    name: "zimage-edit",
    graph: whole,
    note: note(whole, "Z-Image-Edit", ...honest, upload),
  },
  {
    name: "zimage-edit-mask",
    graph: part,
    note: note(part, "Z-Image-Edit with a mask", ...honest, upload, uploadMask),
  },
];
