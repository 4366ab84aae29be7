import { comparable } from "./comparable.ts";
import { PictureError } from "./errors.ts";
import { eachWindowRow, type MomentSource } from "./moments.ts";
import { describePicture, type Picture } from "./picture.ts";
import { halve, type Plane } from "./plane.ts";
import { C1, C2 } from "./ssim.ts";
import { gaussianTaps } from "./window.ts";

/** Weights of the five levels in the paper; their sum is 1.0001. */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** At level 5 a side of 161 is still 11 pixels long, one window. */
const SMALLEST = 161;

/**
 * Multi-scale structural similarity of two pictures, 0..1, 1 for equal ones: SSIM's contrast and structure
 * at five sizes, its luminance at the smallest, the mean over channels.
 *
 * Wang, Simoncelli, Bovik, "Multiscale structural similarity for image quality assessment", Asilomar 2003.
 * Equal to `piq.multi_scale_ssim` (11x11 Gaussian window, sigma 1.5) in float64. A level whose mean is
 * negative counts as 0, and so does the whole then.
 *
 * @throws {PictureMismatchError} when the sizes differ
 * @throws {PictureError} when a side is under 161 pixels
 *
 * @example
 * ```ts
 * import { msssim } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const data = Uint8Array.from({ length: 161 * 161 }, (_, i) => (i % 161) + (i % 3));
 * const a = { width: 161, height: 161, channels: 1 as const, data };
 * assert.ok(Math.abs(msssim(a, a) - 1) < 1e-12);
 * assert.throws(() => msssim({ ...a, width: 1, height: 161 * 161 }, { ...a, width: 1, height: 161 * 161 }), /161/);
 * ```
 */
export function msssim(a: Picture, b: Picture): number {
  const [x, y] = comparable(a, b);
  if (x.width < SMALLEST || x.height < SMALLEST) {
    throw new PictureError(
      `MS-SSIM needs sides of ${SMALLEST} pixels and more, got ${describePicture(x)}. ` +
        `SSIM takes smaller pictures.`,
    );
  }
  let sum = 0;
  for (let c = 0; c < x.channels; c++) sum += channelMsssim(planeOf(x, c), planeOf(y, c));
  return sum / x.channels;
}

function channelMsssim(x: Plane, y: Plane): number {
  let value = 1;
  WEIGHTS.forEach((weight, level) => {
    if (level > 0) [x, y] = [halve(x, "edge before"), halve(y, "edge before")];
    const { ssim, contrast } = meansOf(x, y);
    value *= Math.max(level === WEIGHTS.length - 1 ? ssim : contrast, 0) ** weight;
  });
  return value;
}

/** Means over all windows of SSIM, and of its contrast and structure alone. */
function meansOf(x: Plane, y: Plane): { ssim: number; contrast: number } {
  let ssim = 0, contrast = 0, count = 0;
  eachWindowRow(planeRows(x, y), gaussianTaps(), ([mx, my, ms, mp]) => {
    for (let i = 0; i < mx.length; i++) {
      const product = mx[i] * my[i];
      const squares = mx[i] * mx[i] + my[i] * my[i];
      const cs = (2 * (mp[i] - product) + C2) / (ms[i] - squares + C2);
      contrast += cs;
      ssim += cs * (2 * product + C1) / (squares + C1);
    }
    count += mx.length;
  });
  return { ssim: ssim / count, contrast: contrast / count };
}

function planeRows(x: Plane, y: Plane): MomentSource {
  const { width, height } = x;
  return {
    length: width,
    height,
    stride: 1,
    fill(r, rx, ry, squares, products) {
      rx.set(x.data.subarray(r * width, (r + 1) * width));
      ry.set(y.data.subarray(r * width, (r + 1) * width));
      for (let i = 0; i < width; i++) {
        squares[i] = rx[i] * rx[i] + ry[i] * ry[i];
        products[i] = rx[i] * ry[i];
      }
    },
  };
}

function planeOf({ width, height, channels, data }: Picture, channel: number): Plane {
  const plane = new Float64Array(width * height);
  for (let i = 0, j = channel; i < plane.length; i++, j += channels) plane[i] = data[j];
  return { width, height, data: plane };
}
