import { PictureError } from "./errors.ts";

/**
 * Weights of a Gaussian window, summing to 1, cut off at 3.5 sigma as scikit-image does: 11 weights
 * for sigma 1.5.
 */
export function gaussianTaps(sigma = 1.5): Float64Array {
  if (!(sigma > 0 && Number.isFinite(sigma))) {
    throw new PictureError(`The sigma of an SSIM window must be above 0, got ${sigma}.`);
  }
  const radius = Math.floor(3.5 * sigma + 0.5);
  const taps = new Float64Array(2 * radius + 1);
  let sum = 0;
  for (let i = -radius; i <= radius; i++) {
    sum += taps[i + radius] = Math.exp(-0.5 * (i / sigma) ** 2);
  }
  return taps.map((t) => t / sum);
}

/** Equal weights summing to 1. */
export function uniformTaps(size = 7): Float64Array {
  if (!(Number.isInteger(size) && size >= 3 && size % 2 === 1)) {
    throw new PictureError(`The size of an SSIM window must be odd and 3 or more, got ${size}.`);
  }
  return new Float64Array(size).fill(1 / size);
}
