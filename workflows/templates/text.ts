import type { Workflow } from "@kgen/comfy";
import { note, published, standIn } from "./notes.ts";
import { base, turbo, type Variant, zImage } from "./zimage.ts";

const make = (
  name: string,
  v: Variant,
  prefix: string,
  title: string,
  ...text: string[]
): Workflow => {
  const graph = zImage({ ...v, prefix });
  return { name, graph, note: note(graph, title, ...text) };
};

/** Prompt to picture: as ComfyUI's own templates do it, for speed, and for quality. */
export const text: Workflow[] = [
  make(
    "zimage-turbo",
    turbo,
    "kgen/zimage-turbo",
    "Z-Image-Turbo",
    `A prompt becomes a picture as in ComfyUI's own template: 8 steps without guidance (8 NFE), ` +
      `1024 x 1024, res_multistep, simple, flow shift 3. Write your own prompt below.`,
    standIn,
  ),
  make(
    "zimage-turbo-speed-test",
    turbo,
    "kgen/zimage-turbo",
    "Z-Image-Turbo: speed test",
    `How many evaluations of the denoiser (NFE) a second: 8 steps without guidance, 8 NFE, ` +
      `1024 x 1024, the standard prompt.`,
    standIn,
  ),
  make(
    "zimage-turbo-quality-benchmark",
    { ...turbo, steps: 16 },
    "kgen/zimage-turbo-quality",
    "Z-Image-Turbo: quality benchmark",
    `How the picture changes with every step, and where it stops changing: 16 steps without ` +
      `guidance (16 NFE), 1024 x 1024, the standard prompt.`,
    `Turbo is distilled for 8 steps. The 16 here are for the curve, not for a better picture, and the ` +
      `first 8 of 16 are not an 8-step run: their sigmas differ. Compare finished pictures at 8 steps.`,
    standIn,
  ),
  make(
    "zimage-base",
    base,
    "kgen/zimage-base",
    "Z-Image-Base",
    `A prompt becomes a picture as in ComfyUI's own template: 25 steps with guidance 4, 1024 x 1024, ` +
      `res_multistep, simple, flow shift 3, empty negative prompt. Guidance evaluates the denoiser twice ` +
      `a step: 50 NFE. 28 to 50 steps are advised for the best pictures.`,
    published,
  ),
  make(
    "zimage-base-speed-test",
    { ...base, steps: 8 },
    "kgen/zimage-base-speed",
    "Z-Image-Base: speed test",
    `How many evaluations of the denoiser (NFE) a second with guidance: 8 steps with guidance 4, so 16 ` +
      `NFE, 1024 x 1024, the standard prompt. ComfyUI runs the two evaluations of a step as one batch ` +
      `of two where memory allows.`,
    `Eight steps are enough for a rate and far too few for a good picture: look at ` +
      `zimage-base-quality-benchmark for that.`,
    published,
  ),
  make(
    "zimage-base-quality-benchmark",
    { ...base, steps: 30 },
    "kgen/zimage-base",
    "Z-Image-Base: quality benchmark",
    `How the picture improves with every step: 30 steps (28 to 50 are advised) with guidance 4, ` +
      `1024 x 1024, the standard prompt. Guidance evaluates the denoiser twice a step, so this is ` +
      `60 NFE, not 30.`,
    published,
  ),
];
