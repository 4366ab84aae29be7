import { euler } from "./euler.ts";
import { heun } from "./heun.ts";
import { resMultistep } from "./res_multistep.ts";
import type { Sampler } from "./sampler.ts";

/** The samplers of the embedded host by ComfyUI's names. */
export const samplers: Record<string, Sampler> = { euler, heun, res_multistep: resMultistep };
