import { masked } from "./masked.ts";
import { gaussianNoise } from "./noise.ts";
import type { Denoise, OnStep, Vector } from "./sampler.ts";
import { samplers } from "./samplers.ts";

/** What a sampler node needs beside the network. */
export interface SampleOptions {
  denoise: Denoise;
  /** The latent to start from: noise is laid over it. It stays as it is. */
  latent: Float32Array;
  /** Of the noise; null lays none over the latent, which then holds its own from a sampler before. */
  seed: bigint | null;
  /** 1 where the latent is sampled, 0 where it stays; as long as the latent. Without it all is sampled. */
  mask?: Float32Array;
  sampler: string;
  sigmas: number[];
  onStep?: OnStep;
}

/** A sampled latent, and the last prediction of the clean one. */
export interface Sampled {
  samples: Float32Array;
  /** x0 of the last step; the latent itself where there was none. */
  x0: Float32Array;
}

/**
 * Noises a latent to the first level of the schedule, z = σ·noise + (1 − σ)·latent, and samples down to the last.
 *
 * The end is z/(1 − σ), so that a sampler without noise that begins at the same level finds z again. This is ComfyUI's
 * model type CONST. An empty schedule gives the latent back.
 */
export async function sample(o: SampleOptions): Promise<Sampled> {
  if (!o.sigmas.length) return { samples: o.latent, x0: o.latent };
  const [sigma] = o.sigmas;
  const length = o.latent.length;
  const noise = o.seed === null ? new Float32Array(length) : gaussianNoise(o.seed, length);
  const z = noise.map((v, i) => sigma * v + (1 - sigma) * o.latent[i]);
  const { mask, latent } = o;
  const denoise = mask ? masked(o.denoise, { mask, latent, noise }) : o.denoise;
  let x0: Vector | undefined;
  const onStep: OnStep = (step, steps, guess) => {
    x0 = guess;
    o.onStep?.(step, steps, guess);
  };
  const end = await samplers[o.sampler](denoise, z, o.sigmas, onStep) as Float32Array;
  const left = o.sigmas.at(-1)!;
  if (left > 0) { for (let i = 0; i < length; i++) end[i] /= 1 - left; }
  return { samples: end, x0: (x0 ?? end) as Float32Array };
}
