/** What the two hosts offer: model files and the size. */
import type { Profile } from "./normalise.ts";

/** The embedded host with the LoRA of models_folder.ts. It can make one size only. */
export const embeddedProfile: Profile = {
  unet: "nano_base",
  clip: "nano-words",
  vae: "nano-pixels",
  lora: "trial-lora.safetensors",
  patch: "nano-control",
  size: 96,
};

/** A ComfyUI with small random weights. The environment names other files. */
export function realProfile(): Profile {
  return {
    unet: Deno.env.get("COMFY_UNET") ?? "z_image_tiny.safetensors",
    clip: Deno.env.get("COMFY_CLIP") ?? "qwen_tiny.safetensors",
    vae: Deno.env.get("COMFY_VAE") ?? "ae_tiny.safetensors",
    lora: Deno.env.get("COMFY_LORA") ?? "tiny_lora.safetensors",
    patch: Deno.env.get("COMFY_PATCH") ?? "tiny_patch.safetensors",
    size: Number(Deno.env.get("COMFY_SIZE") ?? 128),
  };
}
