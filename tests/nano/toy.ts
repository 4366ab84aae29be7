/** A denoiser with a known answer: data that are normal with mean `mu` and deviation `s`. */
import type { Denoise, Vector } from "../../lib/nano/model/sampler.ts";

export const mu = 0.3;
export const s = 0.5;

/** Its variance at noise level σ: (1 − σ)²·s² + σ². */
const variance = (sigma: number) => (1 - sigma) ** 2 * s ** 2 + sigma ** 2;

/** The best guess of x0 from z = (1 − σ)·x0 + σ·noise: the posterior mean. */
export const toyDenoise: Denoise = (z, sigma) =>
  z.map((v) => mu + ((1 - sigma) * s ** 2) / variance(sigma) * (v - (1 - sigma) * mu)) as Vector;

/** Where the flow takes a start at σ = 1: z keeps its distance from the mean in deviations. */
export function toyFlow(start: number, sigma: number): number {
  return (1 - sigma) * mu + Math.sqrt(variance(sigma)) * start;
}
