import { gaussianNoise } from "./noise.ts";
import type { Denoise, OnStep, Vector } from "./sampler.ts";
import { samplers } from "./samplers.ts";

/** What KSampler needs beside the network. */
export interface SampleOptions {
  denoise: Denoise;
  /** The latent to start from: noise is laid over it. It stays as it is. */
  latent: Float32Array;
  seed: bigint;
  sampler: string;
  sigmas: number[];
  onStep?: OnStep;
}

/**
 * Noises a latent to the first level of the schedule, z = σ·noise + (1 − σ)·latent, and samples down to the last.
 *
 * This is ComfyUI's model type CONST. An empty schedule gives the latent back.
 */
export async function sample(o: SampleOptions): Promise<Float32Array> {
  if (!o.sigmas.length) return o.latent;
  const [sigma] = o.sigmas;
  const z: Vector = gaussianNoise(o.seed, o.latent.length);
  for (let i = 0; i < z.length; i++) z[i] = sigma * z[i] + (1 - sigma) * o.latent[i];
  return await samplers[o.sampler](o.denoise, z, o.sigmas, o.onStep) as Float32Array;
}
