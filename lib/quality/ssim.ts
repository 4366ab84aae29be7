import { comparable } from "./comparable.ts";
import { PictureError } from "./errors.ts";
import { eachWindowRow, type MomentSource } from "./moments.ts";
import { describePicture, type Picture } from "./picture.ts";
import { gaussianTaps, uniformTaps } from "./window.ts";

/** How {@linkcode ssim} weighs the neighbourhood of a pixel. */
export interface SsimOptions {
  /** Default "gaussian". */
  window?: "gaussian" | "uniform";
  /** Width of the Gaussian in pixels, default 1.5 (a window of 11x11: cut off at 3.5 sigma). */
  sigma?: number;
  /** Side of the uniform window in pixels, odd, default 7. */
  size?: number;
  /** Divide by n − 1 as for a sample. Default as in scikit-image: false Gaussian, true uniform. */
  sampleCovariance?: boolean;
}

/** (K1 L)² and (K2 L)² with the K1 = 0.01, K2 = 0.03 of the paper and L = 255. */
export const C1 = (0.01 * 255) ** 2;
/** As {@linkcode C1}, of contrasts. */
export const C2 = (0.03 * 255) ** 2;

/**
 * Structural similarity of two pictures, −1..1, 1 for equal ones: the mean over pixels and channels.
 *
 * Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural
 * similarity", IEEE TIP 13 (2004). The default equals scikit-image's
 * `structural_similarity(gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
 * data_range=255, channel_axis=-1)`; `{ window: "uniform" }` equals its own defaults. As there, only
 * pixels whose whole window lies inside the picture count.
 *
 * @throws {PictureMismatchError} when the sizes differ
 * @throws {PictureError} when the picture is smaller than the window
 *
 * @example
 * ```ts
 * import { ssim } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const data = Uint8Array.from({ length: 256 }, (_, i) => i);
 * const ramp = { width: 16, height: 16, channels: 1 as const, data };
 * assert.equal(ssim(ramp, ramp), 1);
 * assert.ok(ssim(ramp, { ...ramp, data: data.toReversed() }) < 0);
 * ```
 */
export function ssim(a: Picture, b: Picture, options: SsimOptions = {}): number {
  const [x, y] = comparable(a, b);
  const gaussian = (options.window ?? "gaussian") === "gaussian";
  const taps = gaussian ? gaussianTaps(options.sigma) : uniformTaps(options.size);
  const size = taps.length;
  if (x.width < size || x.height < size) {
    throw new PictureError(
      `SSIM with a window of ${size}x${size} needs a picture at least that large, ` +
        `got ${describePicture(x)}.`,
    );
  }
  const sample = options.sampleCovariance ?? !gaussian;
  const n = size * size;
  return meanSsim(x, y, taps, sample ? n / (n - 1) : 1);
}

/**
 * The mean over a row counts every channel alike, since rows stay interleaved: the mean over the whole is
 * then the mean of the channels.
 */
function meanSsim(x: Picture, y: Picture, taps: Float64Array, norm: number): number {
  let sum = 0;
  let count = 0;
  eachWindowRow(pictureRows(x, y), taps, ([mx, my, ms, mp]) => {
    let rowSum = 0; // summed a row at a time to keep rounding small
    for (let i = 0; i < mx.length; i++) {
      const product = mx[i] * my[i];
      const squares = mx[i] * mx[i] + my[i] * my[i];
      const covariance = norm * (mp[i] - product);
      const variances = norm * (ms[i] - squares);
      rowSum += ((2 * product + C1) * (2 * covariance + C2)) /
        ((squares + C1) * (variances + C2));
    }
    sum += rowSum;
    count += mx.length;
  });
  return sum / count;
}

function pictureRows(x: Picture, y: Picture): MomentSource {
  const { width, height, channels } = x;
  const length = width * channels;
  const a = x.data, b = y.data;
  return {
    length,
    height,
    stride: channels,
    fill(r, rx, ry, squares, products) {
      for (let i = 0, j = r * length; i < length; i++, j++) {
        const vx = a[j], vy = b[j];
        rx[i] = vx;
        ry[i] = vy;
        squares[i] = vx * vx + vy * vy;
        products[i] = vx * vy;
      }
    },
  };
}
