import type { Graph, Workflow } from "@kgen/comfy";
import { changed, from, node, without } from "./node.ts";
import { note, published } from "./notes.ts";
import { base, turbo, type Variant, zImage } from "./zimage.ts";

/** The stock graph with SamplerCustomAdvanced and its parts in place of KSampler. */
function custom(v: Variant, prefix: string): Graph {
  const stock = zImage({ ...v, prefix });
  const guider = v.cfg === 1
    ? node("BasicGuider", "No guidance", { model: from("11"), conditioning: from("27") })
    : node("CFGGuider", "Guidance", {
      model: from("11"),
      positive: from("27"),
      negative: from("33"),
      cfg: v.cfg,
    });
  return changed(v.cfg === 1 ? without(stock, "33") : stock, {
    "41": node("RandomNoise", "Noise", { noise_seed: 7 }),
    "42": guider,
    "43": node("KSamplerSelect", "Sampler", { sampler_name: "res_multistep" }),
    "44": node("BasicScheduler", "Sigmas", {
      model: from("11"),
      scheduler: "simple",
      steps: v.steps,
      denoise: 1,
    }),
    "3": node("SamplerCustomAdvanced", "Sampler", {
      noise: from("41"),
      guider: from("42"),
      sampler: from("43"),
      sigmas: from("44"),
      latent_image: from("13"),
    }),
  });
}

const same =
  `The parts of a KSampler as nodes of their own: noise, guider, sampler, sigmas. With the same ` +
  `numbers it makes the same picture, bit for bit. Take it as a start for other sigmas or guiders.`;

const turboGraph = custom(turbo, "kgen/zimage-turbo-custom");
const baseGraph = custom(base, "kgen/zimage-base-custom");

/** Both models through SamplerCustomAdvanced. */
export const customSampler: Workflow[] = [
  {
    name: "zimage-turbo-custom-sampler",
    graph: turboGraph,
    note: note(
      turboGraph,
      "Z-Image-Turbo: custom sampler",
      same,
      `8 steps without guidance (BasicGuider), 8 NFE, 1024 x 1024.`,
    ),
  },
  {
    name: "zimage-base-custom-sampler",
    graph: baseGraph,
    note: note(
      baseGraph,
      "Z-Image-Base: custom sampler",
      same,
      `25 steps with guidance 4 (CFGGuider), 50 NFE, 1024 x 1024.`,
      published,
    ),
  },
];
