import { PictureError } from "./errors.ts";
import { wholeLuma } from "./luma.ts";
import { describePicture, type Picture } from "./picture.ts";

/**
 * Noise without a reference: the standard deviation of the noise in the luma, on the 0..255 scale.
 *
 * Immerkær, "Fast noise variance estimation", Computer Vision and Image Understanding 64 (1996) 300: the
 * mean size of [1 −2 1; −2 4 −2; 1 −2 1] over the inner pixels, times √(π/2)/6. This mask answers to
 * noise and not to slopes or straight edges; fine texture still raises it, and it is exact for normal
 * noise only.
 *
 * @throws {PictureError} when a side is under 3 pixels
 *
 * @example
 * ```ts
 * import { noise } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const ramp = { width: 8, height: 8, channels: 1 as const, data: Uint8Array.from({ length: 64 }, (_, i) => i) };
 * assert.equal(noise(ramp), 0);
 * const speck = { ...ramp, data: ramp.data.with(27, 90) };
 * assert.ok(noise(speck) > 1);
 * ```
 */
export function noise(picture: Picture): number {
  const luma = wholeLuma(picture);
  const { width, height } = picture;
  if (width < 3 || height < 3) {
    throw new PictureError(`Noise needs sides of 3 and more, got ${describePicture(picture)}.`);
  }
  let sum = 0; // whole numbers, exact
  for (let y = 1; y < height - 1; y++) {
    const row = y * width, above = row - width, below = row + width;
    for (let x = 1; x < width - 1; x++) {
      const left = luma[above + x - 1] - 2 * luma[row + x - 1] + luma[below + x - 1];
      const centre = luma[above + x] - 2 * luma[row + x] + luma[below + x];
      const right = luma[above + x + 1] - 2 * luma[row + x + 1] + luma[below + x + 1];
      sum += Math.abs(left - 2 * centre + right);
    }
  }
  return Math.sqrt(Math.PI / 2) * sum / (6 * (width - 2) * (height - 2));
}
