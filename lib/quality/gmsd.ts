import { comparable } from "./comparable.ts";
import { exactLuma } from "./luma.ts";
import type { Picture } from "./picture.ts";
import { halve, type Plane } from "./plane.ts";

/** The constant of the paper, 170, for values of 0..1. */
const T = 170 / 255 ** 2;

/**
 * Gradient magnitude similarity deviation of two pictures: 0 for equal ones, lower is better, about 0.35
 * at worst.
 *
 * Xue, Zhang, Mou, Bovik, "Gradient magnitude similarity deviation: a highly efficient perceptual image
 * quality index", IEEE TIP 23 (2014) 684. Equal to `piq.gmsd` on 0..1 pictures: luma, 2x2 mean, Prewitt
 * gradients with zeros outside, the standard deviation over all pixels. Blind to an even change of
 * brightness and to colours of equal luma.
 *
 * @throws {PictureMismatchError} when the sizes differ
 *
 * @example
 * ```ts
 * import { gmsd } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const data = Uint8Array.from({ length: 256 }, (_, i) => (i * 37) % 256);
 * const a = { width: 16, height: 16, channels: 1 as const, data };
 * assert.equal(gmsd(a, a), 0);
 * assert.ok(gmsd(a, { ...a, data: data.toReversed() }) > 0.1);
 * ```
 */
export function gmsd(a: Picture, b: Picture): number {
  const [x, y] = comparable(a, b).map((p) =>
    gradient(halve({ width: p.width, height: p.height, data: exactLuma(p) }, "zeros after"))
  );
  const n = x.length;
  const similarity = x.map((v, i) => (2 * v * y[i] + T) / (v * v + y[i] * y[i] + T));
  let sum = 0;
  for (const s of similarity) sum += s;
  const mean = sum / n;
  let squares = 0;
  for (const s of similarity) squares += (s - mean) ** 2;
  return Math.sqrt(squares / n);
}

/** Size of the Prewitt gradient (differences of three pixels' means), zeros outside the picture. */
function gradient({ width, height, data }: Plane): Float64Array {
  const out = new Float64Array(data.length);

  const down = new Float64Array(width + 2); // by column, a zero at both ends
  const across = new Float64Array(width + 2);
  const zeros = new Float64Array(width);
  const rowAt = (y: number) =>
    y < 0 || y >= height ? zeros : data.subarray(y * width, (y + 1) * width);
  for (let y = 0; y < height; y++) {
    const above = rowAt(y - 1), row = rowAt(y), below = rowAt(y + 1);
    for (let x = 0; x < width; x++) {
      down[x + 1] = below[x] - above[x];
      across[x + 1] = above[x] + row[x] + below[x];
    }
    for (let x = 0; x < width; x++) {
      const gx = (across[x + 2] - across[x]) / 3;
      const gy = (down[x] + down[x + 1] + down[x + 2]) / 3;
      out[y * width + x] = Math.sqrt(gx * gx + gy * gy);
    }
  }
  return out;
}
