/**
 * The source of the workflow templates. `deno run -A workflows/make.ts` writes each in both forms:
 * NAME.api.json for the kit, NAME.json for opening in ComfyUI's page. Change them here, not there.
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { type Graph, type ModelLink, toUi, type Workflow } from "@kgen/comfy";

/** The standard prompt: a girl in hanfu under a cherry tree, sunlight, old buildings, realistic, fine detail. */
const prompt =
  "一位穿汉服的女孩站在樱花树下,阳光洒落,背景有古风建筑,写实风格,超清细节";

const at = (repo: string, directory: string, name: string): [string, ModelLink] => [name, {
  url: `https://huggingface.co/Comfy-Org/${repo}/resolve/main/split_files/${directory}/${name}`,
  directory,
}];

/** Where the model files are published. */
export const models: Record<string, ModelLink> = Object.fromEntries([
  at("z_image_turbo", "diffusion_models", "z_image_turbo_bf16.safetensors"),
  at("z_image", "diffusion_models", "z_image_bf16.safetensors"),
  at("z_image_turbo", "text_encoders", "qwen_3_4b.safetensors"),
  at("z_image_turbo", "vae", "ae.safetensors"),
]);

const node = (class_type: string, title: string, inputs: Record<string, unknown>) => ({
  class_type,
  inputs,
  _meta: { title },
});

/** The stock Z-Image graph with the node ids of ComfyUI's own template. */
function zImage(o: {
  unet: string;
  steps: number;
  cfg: number;
  prefix: string;
  negative: "empty" | "zeroed";
}): Graph {
  return {
    "28": node("UNETLoader", "Load Diffusion Model", { unet_name: o.unet, weight_dtype: "default" }),
    "30": node("CLIPLoader", "Load CLIP", {
      clip_name: "qwen_3_4b.safetensors",
      type: "lumina2",
      device: "default",
    }),
    "29": node("VAELoader", "Load VAE", { vae_name: "ae.safetensors" }),
    "27": node("CLIPTextEncode", "Prompt 提示词", { clip: ["30", 0], text: prompt }),
    "13": node("EmptySD3LatentImage", "Size", { width: 1024, height: 1024, batch_size: 1 }),
    "11": node("ModelSamplingAuraFlow", "Flow shift", { model: ["28", 0], shift: 3 }),
    "33": o.negative === "empty"
      ? node("CLIPTextEncode", "Negative prompt 负面提示词", { clip: ["30", 0], text: "" })
      : node("ConditioningZeroOut", "No negative prompt", { conditioning: ["27", 0] }),
    "3": node("KSampler", "KSampler", {
      model: ["11", 0],
      seed: 7,
      steps: o.steps,
      cfg: o.cfg,
      sampler_name: "res_multistep",
      scheduler: "simple",
      positive: ["27", 0],
      negative: ["33", 0],
      latent_image: ["13", 0],
      denoise: 1,
    }),
    "8": node("VAEDecode", "VAE Decode", { samples: ["3", 0], vae: ["29", 0] }),
    "9": node("SaveImage", "Save Image", { images: ["8", 0], filename_prefix: o.prefix }),
  };
}

function needs(unet: string): string {
  const files = [unet, "qwen_3_4b.safetensors", "ae.safetensors"];
  const lines = files.map((f) => `- models/${models[f].directory}/[${f}](${models[f].url})`);
  return `**Files it needs, under ComfyUI/**\n\n${lines.join("\n")}`;
}

const previews = `**Previews on.** The kit asks for them with every job it sends (latent2rgb), because each ` +
  `preview is the frame of one step and marks when it ended. To see them when you press Run here, set ` +
  `Settings > Live preview method to latent2rgb, or start ComfyUI with --preview-method latent2rgb.`;

const again = `**A new seed each time.** ComfyUI caches: the same graph with the same seed takes no time ` +
  `and measures nothing. The seed below is set to randomize.`;

/** Both templates. */
export const sources: Workflow[] = [
  {
    name: "zimage-turbo-speed-test",
    graph: zImage({
      unet: "z_image_turbo_bf16.safetensors",
      steps: 8,
      cfg: 1,
      prefix: "kgen/zimage-turbo",
      negative: "zeroed",
    }),
    note: `## Z-Image-Turbo: speed test\n\n` +
      `How many evaluations of the denoiser (NFE) a second: 8 steps without guidance, 8 NFE, ` +
      `1024 x 1024, the standard prompt.\n\n${previews}\n\n${again}\n\n` +
      `${needs("z_image_turbo_bf16.safetensors")}\n\n` +
      `On the kit's embedded host the nano model stands in for it: the same 8 steps without guidance, ` +
      `but nano is not distilled, so its pictures say nothing about Turbo.`,
  },
  {
    name: "zimage-base-quality-benchmark",
    graph: zImage({
      unet: "z_image_bf16.safetensors",
      steps: 30,
      cfg: 4,
      prefix: "kgen/zimage-base",
      negative: "empty",
    }),
    note: `## Z-Image-Base: quality benchmark\n\n` +
      `How the picture improves with every step: 30 steps (28 to 50 are advised) with guidance 4, ` +
      `1024 x 1024, the standard prompt. Guidance evaluates the denoiser twice a step, so this is ` +
      `60 NFE, not 30.\n\nWhat is called Z-Image-Base is published under the name Z-Image.\n\n` +
      `${previews}\n\n${again}\n\n${needs("z_image_bf16.safetensors")}`,
  },
];

/** The text of the four files, by file name. */
export function build(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const w of sources) {
    files[`${w.name}.api.json`] = JSON.stringify(w.graph, null, 2) + "\n";
    files[`${w.name}.json`] = JSON.stringify(toUi(w, { models }), null, 2) + "\n";
  }
  return files;
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(build())) {
    writeFileSync(new URL(name, import.meta.url), text);
    process.stdout.write(`wrote workflows/${name}\n`);
  }
}
