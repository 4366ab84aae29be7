import { existsSync } from "node:fs";
import { asciiJson } from "../graph/json.ts";
import { NanoModel } from "../model/onnx.ts";
import { maxTokens, tokenize } from "../model/tokenize.ts";
import { NodeError } from "./errors.ts";
import { type Context, expect, type Run } from "./node.ts";
import { pictureNodes } from "./picture_nodes.ts";
import { toRgb } from "./pixels.ts";
import { encodePng } from "./png.ts";
import { samplingNodes } from "./sampling_nodes.ts";
import { savePictures } from "./save.ts";
import { Clip, Conditioning, latentLength, Model, Pixels, Vae } from "./values.ts";

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

  async UNETLoader(_, { setup }) {
    if (!existsSync(setup.modelFile)) {
      throw new NodeError("FileNotFoundError", `the model file ${setup.modelFile} is gone`);
    }
    // 3 is the shift of Z-Image's own class when no ModelSampling node sets another.
    return { outputs: [new Model(await NanoModel.load(setup.modelFile, setup.threads), 3)] };
  },

  CLIPLoader: () => ({ outputs: [new Clip()] }),

  VAELoader: () => ({ outputs: [new Vae()] }),

  CLIPTextEncode(inputs) {
    expect(Clip, inputs, "clip");
    const { tokens, known, unknown, dropped } = tokenize(inputs.text);
    if (unknown.length) {
      console.error(`words that the nano model does not know: ${unknown.join(" ")}`);
    }
    if (dropped.length) {
      console.error(`words after the ${maxTokens}nd are not read: ${dropped.join(" ")}`);
    }
    if (unknown.length && !known.length) console.error("no word of this prompt is known");
    return { outputs: [new Conditioning(tokens)] };
  },

  ConditioningZeroOut(inputs) {
    expect(Conditioning, inputs, "conditioning");
    return { outputs: [new Conditioning(Array(maxTokens).fill(0))] };
  },

  EmptySD3LatentImage({ batch_size }) {
    return { outputs: [new Pixels(new Float32Array(batch_size * latentLength), batch_size)] };
  },

  ModelSamplingAuraFlow(inputs) {
    return { outputs: [new Model(expect(Model, inputs, "model").network, inputs.shift)] };
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
