import { PictureError } from "./errors.ts";
import { wholeLuma } from "./luma.ts";
import { describePicture, type Picture } from "./picture.ts";

/**
 * Sharpness without a reference: the variance of the Laplacian of the luma, on the 0..255 scale
 * (squared). 0 for a flat picture; higher is sharper.
 *
 * Equal to `cv2.Laplacian(grey, cv2.CV_64F).var()` of OpenCV (borders mirrored without the edge pixel).
 * Noise raises it as well as detail does: compare only pictures of the same content and size, and look
 * at {@linkcode noise} beside it. Pech-Pacheco, Cristóbal, Chamorro-Martínez, Fernández-Valdivia,
 * "Diatom autofocusing in brightfield microscopy", ICPR 2000.
 *
 * @throws {PictureError} when a side is under 2 pixels
 *
 * @example
 * ```ts
 * import { sharpness } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const row = Uint8Array.of(0, 0, 255, 255);
 * const edge = { width: 4, height: 2, channels: 1 as const, data: Uint8Array.of(...row, ...row) };
 * assert.equal(sharpness(edge), 255 ** 2 / 2);
 * assert.equal(sharpness({ ...edge, data: new Uint8Array(8) }), 0);
 * ```
 */
export function sharpness(picture: Picture): number {
  const luma = wholeLuma(picture);
  const { width, height } = picture;
  if (width < 2 || height < 2) {
    throw new PictureError(`Sharpness needs sides of 2 and more, got ${describePicture(picture)}.`);
  }
  let sum = 0; // whole numbers, so both sums are exact
  let squares = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const above = (y === 0 ? 1 : y - 1) * width;
    const below = (y === height - 1 ? height - 2 : y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = luma[row + (x === 0 ? 1 : x - 1)];
      const right = luma[row + (x === width - 1 ? width - 2 : x + 1)];
      const v = luma[above + x] + luma[below + x] + left + right - 4 * luma[row + x];
      sum += v;
      squares += v * v;
    }
  }
  const n = width * height;
  return squares / n - (sum / n) ** 2;
}
