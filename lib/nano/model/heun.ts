import type { Sampler, Vector } from "./sampler.ts";

/**
 * Heun's method, second order: an Euler step, then the same step again with the mean of the slopes at both its ends.
 *
 * With d = (z − x0)/σ the slope at σ and d' that at σ' of Euler's result: z ← z + (d + d')/2 · (σ' − σ). The slope at
 * σ' = 0 is not defined: a step that ends there is Euler's, which gives x0. Two evaluations a step, one in the last;
 * `onStep` is told of the first. Source: Karras et al., "Elucidating the Design Space of Diffusion-Based Generative
 * Models" (arXiv 2206.00364), algorithm 1.
 */
export const heun: Sampler = async (denoise, z, sigmas, onStep) => {
  z = z.slice();
  const steps = sigmas.length - 1;
  for (let i = 0; i < steps; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]];
    const x0 = await denoise(z, sigma);
    onStep?.(i + 1, steps, x0);
    const slope = (j: number) => (z[j] - x0[j]) / sigma;
    const euler = z.map((v, j) => v + slope(j) * (next - sigma)) as Vector;
    if (next === 0) {
      z = euler;
      continue;
    }
    const after = await denoise(euler, next);
    for (let j = 0; j < z.length; j++) {
      z[j] += (slope(j) + (euler[j] - after[j]) / next) / 2 * (next - sigma);
    }
  }
  return z;
};
