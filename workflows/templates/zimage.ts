import type { Graph } from "@kgen/comfy";
import { from, node } from "./node.ts";

/** The standard prompt: a girl in hanfu under a cherry tree, sunlight, old buildings, realistic, fine detail. */
export const prompt = "一位穿汉服的女孩站在樱花树下,阳光洒落,背景有古风建筑,写实风格,超清细节";

/** What differs between the two published models: file, steps, guidance, and the negative side. */
export interface Variant {
  unet: string;
  steps: number;
  cfg: number;
  negative: "empty" | "zeroed";
}

/** Distilled: eight steps without guidance, so no negative prompt. */
export const turbo: Variant = {
  unet: "z_image_turbo_bf16.safetensors",
  steps: 8,
  cfg: 1,
  negative: "zeroed",
};

/** Not distilled: 25 steps with guidance 4 in ComfyUI's own template. */
export const base: Variant = {
  unet: "z_image_bf16.safetensors",
  steps: 25,
  cfg: 4,
  negative: "empty",
};

/** The stock Z-Image graph with the node ids of ComfyUI's own Turbo template. */
export function zImage(o: Variant & { prefix: string; text?: string }): Graph {
  return {
    "28": node("UNETLoader", "Load Diffusion Model", {
      unet_name: o.unet,
      weight_dtype: "default",
    }),
    "30": node("CLIPLoader", "Load CLIP", {
      clip_name: "qwen_3_4b.safetensors",
      type: "lumina2",
      device: "default",
    }),
    "29": node("VAELoader", "Load VAE", { vae_name: "ae.safetensors" }),
    "27": node("CLIPTextEncode", "Prompt 提示词", {
      clip: from("30"),
      text: o.text ?? prompt,
    }),
    "13": node("EmptySD3LatentImage", "Size", { width: 1024, height: 1024, batch_size: 1 }),
    "11": node("ModelSamplingAuraFlow", "Flow shift", { model: from("28"), shift: 3 }),
    "33": o.negative === "empty"
      ? node("CLIPTextEncode", "Negative prompt 负面提示词", { clip: from("30"), text: "" })
      : node("ConditioningZeroOut", "No negative prompt", { conditioning: from("27") }),
    "3": node("KSampler", "KSampler", {
      model: from("11"),
      seed: 7,
      steps: o.steps,
      cfg: o.cfg,
      sampler_name: "res_multistep",
      scheduler: "simple",
      positive: from("27"),
      negative: from("33"),
      latent_image: from("13"),
      denoise: 1,
    }),
    "8": node("VAEDecode", "VAE Decode", { samples: from("3"), vae: from("29") }),
    "9": node("SaveImage", "Save Image", { images: from("8"), filename_prefix: o.prefix }),
  };
}
