import { comparable } from "./comparable.ts";
import { PictureError } from "./errors.ts";
import { describePicture, type Picture } from "./picture.ts";
import { weighAcross, weighDown } from "./separable.ts";
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

// (K1 L)² and (K2 L)² with the K1 = 0.01, K2 = 0.03 of the paper and L = 255.
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

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
 * The window is separable: rows are weighted downwards into four lines (means of x, y, x² + y² and
 * xy), and these sideways. Rows stay interleaved, a neighbour being `channels` values away; the mean
 * over the whole is then the mean of the channels.
 */
function meanSsim(x: Picture, y: Picture, taps: Float64Array, norm: number): number {
  const { channels, height } = x;
  const length = x.width * channels;
  const size = taps.length;
  const outLength = length - (size - 1) * channels;
  const outHeight = height - size + 1;
  const rows = makeRing(size, length);
  const lines = Array.from({ length: 4 }, () => new Float64Array(length));
  const [mx, my, ms, mp] = Array.from({ length: 4 }, () => new Float64Array(outLength));
  for (let r = 0; r < size - 1; r++) fillRow(rows[r], x.data, y.data, r * length);
  let sum = 0;
  for (let r = 0; r < outHeight; r++) {
    const last = r + size - 1;
    fillRow(rows[last % size], x.data, y.data, last * length);
    for (let q = 0; q < 4; q++) {
      weighDown(lines[q], rows, q, r, taps);
    }
    weighAcross(mx, lines[0], taps, channels);
    weighAcross(my, lines[1], taps, channels);
    weighAcross(ms, lines[2], taps, channels);
    weighAcross(mp, lines[3], taps, channels);
    let rowSum = 0; // summed a row at a time to keep rounding small
    for (let i = 0; i < outLength; i++) {
      const product = mx[i] * my[i];
      const squares = mx[i] * mx[i] + my[i] * my[i];
      const covariance = norm * (mp[i] - product);
      const variances = norm * (ms[i] - squares);
      rowSum += ((2 * product + C1) * (2 * covariance + C2)) /
        ((squares + C1) * (variances + C2));
    }
    sum += rowSum;
  }
  return sum / (outLength * outHeight);
}

/** The last `size` rows of x, y, x² + y² and xy, by row number modulo `size`. */
function makeRing(size: number, length: number): Float64Array[][] {
  const row = () => Array.from({ length: 4 }, () => new Float64Array(length));
  return Array.from({ length: size }, row);
}

function fillRow(row: Float64Array[], x: Uint8Array, y: Uint8Array, from: number): void {
  const [rx, ry, rs, rp] = row;
  for (let i = 0; i < rx.length; i++) {
    const vx = x[from + i], vy = y[from + i];
    rx[i] = vx;
    ry[i] = vy;
    rs[i] = vx * vx + vy * vy;
    rp[i] = vx * vy;
  }
}
