import { blend, type Sampler } from "./sampler.ts";

/**
 * Euler's method, first order: z ← z + (z − x0)/σ · (σ' − σ) = r·z + (1 − r)·x0 with r = σ'/σ.
 *
 * In −ln σ this is also the first-order exponential integrator, exact where x0 is constant. At σ' = 0 it gives x0
 * itself. One evaluation a step.
 */
export const euler: Sampler = async (denoise, z, sigmas, onStep) => {
  z = z.slice();
  const steps = sigmas.length - 1;
  for (let i = 0; i < steps; i++) {
    const x0 = await denoise(z, sigmas[i]);
    onStep?.(i + 1, steps, x0);
    const ratio = sigmas[i + 1] / sigmas[i];
    blend(z, ratio, x0, 1 - ratio);
  }
  return z;
};
