import type { Graph } from "@kgen/comfy";
import { from, node } from "./node.ts";

/** A picture that ComfyUI brings along in its input folder. */
export const example = "example.png";
/** A mask of the same picture; ComfyUI brings none. */
export const exampleMask = "example-mask.png";

/** Node 50: the picture; 51: the same at about one megapixel, sides divisible by 16. */
export const picture: Graph = {
  "50": node("LoadImage", "Picture 图片", { image: example }),
  "51": node("ImageScaleToTotalPixels", "One megapixel", {
    image: from("50"),
    upscale_method: "lanczos",
    megapixels: 1,
    resolution_steps: 16,
  }),
};

/** Node 52: the picture as a latent. */
export const encoded: Graph = {
  "52": node("VAEEncode", "VAE Encode", { pixels: from("51"), vae: from("29") }),
};

/** Node 53: the mask; 54: the latent that changes only inside it. */
export const masked: Graph = {
  "53": node("LoadImageMask", "Mask 遮罩", { image: exampleMask, channel: "red" }),
  "54": node("SetLatentNoiseMask", "Only inside the mask", {
    samples: from("52"),
    mask: from("53"),
  }),
};

/** How a picture gets to the host. */
export const upload =
  `**Picture.** Choose or upload it in the node Picture below; the kit uploads one with ` +
  `\`image\`. ${example} is the one that ComfyUI brings along. It is scaled to about one megapixel, so a ` +
  `step takes as long as at 1024 x 1024.`;

/** How a mask gets to the host. */
export const uploadMask =
  `**Mask.** A picture of the same shape, white where it is to change and black where it is to stay ` +
  `(its red channel counts). ComfyUI brings none: upload one in the node Mask, or with \`mask\`.`;
