import { phi1, phi2 } from "./phi.ts";
import { blend, type Sampler, type Vector } from "./sampler.ts";

/**
 * The refined exponential solver in its multistep form, second order with one evaluation a step.
 *
 * With λ = −ln σ the equation dz/dσ = (z − x0)/σ becomes dz/dλ = x0 − z, whose linear part is solved exactly. x0 is
 * taken as the line through its last two values, so over h = λ' − λ, with h₋ the step before and c = −h₋/h:
 *
 *     z ← e^(−h)·z + h·(b1·x0 + b2·x0₋),   b2 = φ₂(−h)/c,   b1 = φ₁(−h) − b2
 *
 * Exact where x0 is linear in λ. The first step has no x0₋ and the last one (σ' = 0) no finite h: both are Euler's.
 * Source: Zhang et al., "Improved Order Analysis and Design of Exponential Integrator for Diffusion Models Sampling"
 * (arXiv 2308.02157), section 3.
 */
export const resMultistep: Sampler = async (denoise, z, sigmas, onStep) => {
  z = z.slice();
  const steps = sigmas.length - 1;
  let before: Vector | undefined;
  let lengthBefore = 0;
  for (let i = 0; i < steps; i++) {
    const x0 = await denoise(z, sigmas[i]);
    onStep?.(i + 1, steps, x0);
    const ratio = sigmas[i + 1] / sigmas[i];
    const h = -Math.log(ratio);
    // Equal levels follow each other when a schedule has more steps than its table has entries.
    const slope = before && lengthBefore > 0 && Number.isFinite(h);
    if (slope) {
      const b2 = -phi2(-h) * (h / lengthBefore);
      const b1 = phi1(-h) - b2;
      blend(z, ratio, x0, h * b1, before, h * b2);
    } else {
      blend(z, ratio, x0, 1 - ratio);
    }
    before = x0;
    lengthBefore = h;
  }
  return z;
};
