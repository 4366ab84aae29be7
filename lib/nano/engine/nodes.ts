import { asciiJson } from "../graph/json.ts";
import { maxTokens } from "../model/tokenize.ts";
import { NodeError } from "./errors.ts";
import { modelNodes } from "./model_nodes.ts";
import { type Context, expect, type Prepare, type Run } from "./node.ts";
import { pictureNodes } from "./picture_nodes.ts";
import { toRgb } from "./pixels.ts";
import { encodePng } from "./png.ts";
import { referenceNodes } from "./reference_nodes.ts";
import { loadsNetworks, samplingNodes } from "./sampling_nodes.ts";
import { savePictures } from "./save.ts";
import { tokensOf } from "./words.ts";
import { Clip, Conditioning, latentLength, Pixels, side, Vae } from "./values.ts";

/** Five letters that keep the preview files of two hosts apart. */
const previewMark = Array.from(
  { length: 5 },
  () => String.fromCharCode(97 + Math.floor(Math.random() * 26)),
).join("");

function pngText({ job }: Context): Record<string, string> {
  const all = { prompt: job.graph, ...job.extraData.extra_pnginfo };
  return Object.fromEntries(Object.entries(all).map(([k, v]) => [k, asciiJson(v)]));
}

function pngs(images: Pixels, context: Context, level: number): Uint8Array[] {
  const text = pngText(context);
  return Array.from(
    { length: images.batch },
    (_, i) => encodePng(toRgb(images.samples, i, images.width, images.height), text, level),
  );
}

/** The code of the node classes. */
export const nodes: Record<string, Run> = {
  ...samplingNodes,
  ...pictureNodes,
  ...modelNodes,
  ...referenceNodes,

  CLIPLoader: () => ({ outputs: [new Clip()] }),

  VAELoader: () => ({ outputs: [new Vae()] }),

  CLIPTextEncode(inputs) {
    expect(Clip, inputs, "clip");
    return { outputs: [new Conditioning(tokensOf(inputs.text))] };
  },

  ConditioningZeroOut(inputs) {
    const { references } = expect(Conditioning, inputs, "conditioning");
    return { outputs: [new Conditioning(Array(maxTokens).fill(0), references)] };
  },

  EmptySD3LatentImage({ width, height, batch_size }) {
    // Numbers that come over a link are not checked before.
    if (width !== side || height !== side || batch_size > 4) {
      throw new NodeError(
        "ValueError",
        `the nano model makes up to 4 pictures of ${side}x${side}, not ${batch_size} of ${width}x${height}`,
      );
    }
    return { outputs: [new Pixels(new Float32Array(batch_size * latentLength), batch_size)] };
  },

  VAEDecode(inputs) {
    expect(Vae, inputs, "vae");
    const { samples, batch } = expect(Pixels, inputs, "samples");
    return { outputs: [new Pixels(samples, batch)] };
  },

  SaveImage(inputs, context) {
    const images = expect(Pixels, inputs, "images");
    const files = pngs(images, context, 6);
    const saved = savePictures(context.setup.outputDir, "output", inputs.filename_prefix, files);
    return { outputs: [images], ui: { images: saved } };
  },

  PreviewImage(inputs, context) {
    const images = expect(Pixels, inputs, "images");
    const files = pngs(images, context, 1);
    const prefix = `ComfyUI_temp_${previewMark}`;
    return {
      outputs: [images],
      ui: { images: savePictures(context.setup.tempDir, "temp", prefix, files) },
    };
  },

  SaveImageWebsocket(inputs, { show }) {
    show(expect(Pixels, inputs, "images"));
    return { outputs: [] };
  },
};

/** What a node needs before it is said to run, by class. */
export const preparations: Record<string, Prepare | undefined> = {
  KSampler: loadsNetworks,
  KSamplerAdvanced: loadsNetworks,
  SamplerCustomAdvanced: loadsNetworks,
};
