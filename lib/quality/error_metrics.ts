import { comparable } from "./comparable.ts";
import type { Picture } from "./picture.ts";

/**
 * Mean squared error of two pictures on the 0..1 scale (values divided by 255).
 *
 * Equal to `skimage.metrics.mean_squared_error` divided by 255². 0 for equal pictures, 1 for black
 * against white.
 *
 * @throws {PictureMismatchError} when the sizes differ
 *
 * @example
 * ```ts
 * import { mse } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const grey = (v: number) => ({ width: 1, height: 1, channels: 1 as const, data: Uint8Array.of(v) });
 * assert.equal(mse(grey(0), grey(255)), 1);
 * assert.equal(mse(grey(7), grey(7)), 0);
 * ```
 */
export function mse(a: Picture, b: Picture): number {
  const [x, y] = comparable(a, b);
  let sum = 0; // whole numbers, exact up to 1e11 values
  for (let i = 0; i < x.data.length; i++) {
    const d = x.data[i] - y.data[i];
    sum += d * d;
  }
  return sum / x.data.length / (255 * 255);
}

/**
 * Root of the mean squared error on the 0..1 scale: the square root of {@linkcode mse}.
 *
 * @throws {PictureMismatchError} when the sizes differ
 *
 * @example
 * ```ts
 * import { rmse } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const grey = (v: number) => ({ width: 1, height: 1, channels: 1 as const, data: Uint8Array.of(v) });
 * assert.equal(rmse(grey(0), grey(51)), 0.2);
 * ```
 */
export function rmse(a: Picture, b: Picture): number {
  return Math.sqrt(mse(a, b));
}

/**
 * Peak signal-to-noise ratio in dB: −10·log10(MSE) with MSE on the 0..1 scale.
 *
 * Equal to `skimage.metrics.peak_signal_noise_ratio(data_range=255)`. Infinity for equal pictures:
 * it has no finite best value, so completeness cannot be computed from it.
 *
 * @throws {PictureMismatchError} when the sizes differ
 *
 * @example
 * ```ts
 * import { psnr } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const grey = (v: number) => ({ width: 1, height: 1, channels: 1 as const, data: Uint8Array.of(v) });
 * assert.ok(Math.abs(psnr(grey(0), grey(25)) - 20.17) < 0.01);
 * assert.equal(psnr(grey(9), grey(9)), Infinity);
 * ```
 */
export function psnr(a: Picture, b: Picture): number {
  const error = mse(a, b);
  return error === 0 ? Infinity : -10 * Math.log10(error);
}
