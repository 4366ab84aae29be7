import type { Denoise, Vector } from "./sampler.ts";

/** What of a latent a mask keeps. All three have the length of the latent. */
export interface Kept {
  /** 1 where the picture is made anew, 0 where the latent stays, anything between for a soft edge. */
  mask: Vector;
  latent: Vector;
  /** The noise that was laid over the latent at the start; zeros if none was. */
  noise: Vector;
}

/**
 * A denoiser that makes only what lies under a mask anew.
 *
 * At each evaluation the network is shown m·z + (1 − m)·(σ·noise + (1 − σ)·latent): outside the mask the latent noised to
 * this very level, whatever the sampler made of it. Of its answer outside the mask nothing is taken: x0 is
 * m·x0 + (1 − m)·latent. Source: Lugmayr et al., "RePaint" (arXiv 2201.09865), equation 8, for a flow model and without
 * its resampling.
 */
export function masked(denoise: Denoise, { mask, latent, noise }: Kept): Denoise {
  return async (z, sigma) => {
    const shown = z.map((v, i) =>
      mask[i] * v + (1 - mask[i]) * (sigma * noise[i] + (1 - sigma) * latent[i])
    ) as Vector;
    const x0 = await denoise(shown, sigma);
    return x0.map((v, i) => mask[i] * v + (1 - mask[i]) * latent[i]) as Vector;
  };
}
