import { canny } from "./canny.ts";
import { NodeError } from "./errors.ts";
import { expect, type Run } from "./node.ts";
import { referencePictures } from "./reference.ts";
import { Clip, Conditioning, Pixels, Vae } from "./values.ts";
import { tokensOf } from "./words.ts";

/** The code of the classes that bring a picture to the prompt, or make a drawing of it. */
export const referenceNodes: Record<string, Run> = {
  TextEncodeZImageOmni(inputs) {
    expect(Clip, inputs, "clip");
    const names = ["image1", "image2", "image3"].filter((name) => inputs[name] !== undefined);
    const pictures = names.map((name) => expect(Pixels, inputs, name));
    if (inputs.vae === undefined) {
      if (names.length) console.error("without a vae the pictures of a prompt are not looked at");
      return { outputs: [new Conditioning(tokensOf(inputs.prompt))] };
    }
    expect(Vae, inputs, "vae");
    const references = pictures.map((p) => referencePictures(p, inputs.auto_resize_images));
    return { outputs: [new Conditioning(tokensOf(inputs.prompt), references)] };
  },

  ReferenceLatent(inputs) {
    const { tokens, references } = expect(Conditioning, inputs, "conditioning");
    if (inputs.latent === undefined) return { outputs: [inputs.conditioning] };
    const more = expect(Pixels, inputs, "latent");
    return { outputs: [new Conditioning(tokens, [...references, more])] };
  },

  Canny(inputs) {
    const { low_threshold: low, high_threshold: high } = inputs;
    if (low > high) {
      throw new NodeError(
        "ValueError",
        `low_threshold ${low} must not exceed high_threshold ${high}`,
      );
    }
    return { outputs: [canny(expect(Pixels, inputs, "image"), low, high)] };
  },

  GetImageSize(inputs, { tell }) {
    const { width, height, batch } = expect(Pixels, inputs, "image");
    tell(`width: ${width}, height: ${height}\n batch size: ${batch}`);
    return { outputs: [width, height, batch] };
  },
};
