import { NodeError } from "./errors.ts";
import { coloursOf, type Decoded, decodePicture, maskOf } from "./load_picture.ts";
import type { Setup } from "./messages.ts";
import { expect, type Run } from "./node.ts";
import { pictureFile } from "./picture_file.ts";
import { askedSize, scale, totalSize } from "./scale.ts";
import { latentOf, Mask, Pixels, side, Vae } from "./values.ts";

const channels = ["red", "green", "blue", "alpha"];

async function load(setup: Setup, name: unknown): Promise<Decoded> {
  const file = pictureFile(setup, name);
  if (file) return await decodePicture(file);
  throw new NodeError("FileNotFoundError", `there is no picture ${String(name)} on this host`);
}

/** The code of the classes that begin from a picture. */
export const pictureNodes: Record<string, Run> = {
  async LoadImage({ image }, { setup }) {
    const picture = await load(setup, image);
    return { outputs: [coloursOf(picture), maskOf(picture, channels.indexOf("alpha"))] };
  },

  async LoadImageMask({ image, channel }, { setup }) {
    return { outputs: [maskOf(await load(setup, image), channels.indexOf(channel))] };
  },

  ImageScale(inputs) {
    const images = expect(Pixels, inputs, "image");
    const { width, height, upscale_method, crop } = inputs;
    const size = askedSize(images, { width, height });
    return { outputs: [scale(images, size, upscale_method, crop === "center")] };
  },

  ImageScaleToTotalPixels(inputs) {
    const images = expect(Pixels, inputs, "image");
    const size = totalSize(images, inputs.megapixels, inputs.resolution_steps);
    return { outputs: [scale(images, size, inputs.upscale_method)] };
  },

  VAEEncode(inputs) {
    expect(Vae, inputs, "vae");
    const { samples, batch, width, height } = expect(Pixels, inputs, "pixels");
    if (width !== side || height !== side) {
      throw new NodeError(
        "ValueError",
        `the nano model works on pictures of ${side}x${side}, and this one has ${width}x${height}: ` +
          "put ImageScale before VAEEncode",
      );
    }
    return { outputs: [latentOf(samples, batch)] };
  },

  SetLatentNoiseMask(inputs) {
    const { samples, batch } = expect(Pixels, inputs, "samples");
    return { outputs: [latentOf(samples, batch, expect(Mask, inputs, "mask"))] };
  },

  RepeatLatentBatch(inputs) {
    const { samples, batch, mask } = expect(Pixels, inputs, "samples");
    const many = new Float32Array(samples.length * inputs.amount);
    for (let at = 0; at < many.length; at += samples.length) many.set(samples, at);
    return { outputs: [latentOf(many, batch * inputs.amount, mask)] };
  },
};
