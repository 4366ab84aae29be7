import type { Workflow } from "@kgen/comfy";
import { changed, from, without } from "./node.ts";
import { note } from "./notes.ts";
import { encoded, masked, picture, upload, uploadMask } from "./picture.ts";
import { turbo, zImage } from "./zimage.ts";

const stock = (prefix: string) => without(zImage({ ...turbo, prefix }), "13");

const img2img = changed(
  stock("kgen/zimage-turbo-img2img"),
  { ...picture, ...encoded },
  { "3": { latent_image: from("52"), denoise: 0.6 } },
);

const inpaint = changed(
  stock("kgen/zimage-turbo-inpaint"),
  { ...picture, ...encoded, ...masked },
  { "3": { latent_image: from("54"), denoise: 0.8 } },
);

const nfe =
  `ComfyUI spreads the steps over the part of the noise that is left: 8 steps are 8 NFE at any denoise.`;

/** A picture and a prompt become a picture: all of it, or only inside a mask. */
export const image: Workflow[] = [
  {
    name: "zimage-turbo-img2img",
    graph: img2img,
    note: note(
      img2img,
      "Z-Image-Turbo: picture to picture",
      `A picture is covered with 60 % of the noise (denoise 0.6) and drawn again after the prompt. More ` +
        `noise changes more. ${nfe}`,
      upload,
    ),
  },
  {
    name: "zimage-turbo-inpaint",
    graph: inpaint,
    note: note(
      inpaint,
      "Z-Image-Turbo: inpaint",
      `Only the part inside the mask is drawn again (denoise 0.8); the rest stays as it is. ${nfe}`,
      `Z-Image has no weights trained for inpainting: this masks the noise, and edges may show.`,
      upload,
      uploadMask,
    ),
  },
];
