/** A latent of any float precision: the host uses float32, the tests also float64. */
export type Vector = Float32Array | Float64Array;

/** The model: predicts the clean latent x0 from the noisy one `z` at noise level `sigma`. Returns a new array. */
export type Denoise = (z: Vector, sigma: number) => Vector | Promise<Vector>;

/** Called after each step's evaluation and before its update; `step` counts from 1. It may throw to stop. */
export type OnStep = (step: number, steps: number, x0: Vector) => void;

/**
 * Integrates dz/dσ = (z − x0(z, σ))/σ along `sigmas` (falling, the last one usually 0), starting from `z`.
 *
 * Returns the last z in a new array; `z` stays as it is.
 */
export type Sampler = (
  denoise: Denoise,
  z: Vector,
  sigmas: number[],
  onStep?: OnStep,
) => Promise<Vector>;

/** keep·z + weight·x0 (+ weightBefore·before), in place in `z`. */
export function blend(
  z: Vector,
  keep: number,
  x0: Vector,
  weight: number,
  before?: Vector,
  weightBefore = 0,
): void {
  if (before) {
    for (let i = 0; i < z.length; i++) {
      z[i] = keep * z[i] + weight * x0[i] + weightBefore * before[i];
    }
  } else {
    for (let i = 0; i < z.length; i++) z[i] = keep * z[i] + weight * x0[i];
  }
}
