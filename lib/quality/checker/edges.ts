import { checkPicture, type Picture } from "../picture.ts";

/** Brightness from 0 to 1 (Rec. 601), transparent pixels over white, blurred by a Gaussian of 1 px. */
function brightness({ width, height, channels, data }: Picture): Float32Array {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const at = i * channels, g = channels > 1 ? 1 : 0, b = channels > 1 ? 2 : 0;
    const alpha = channels === 4 ? data[at + 3] / 255 : 1;
    const y = 0.299 * data[at] + 0.587 * data[at + g] + 0.114 * data[at + b];
    grey[i] = (y * alpha + 255 * (1 - alpha)) / 255;
  }
  const taps = [-2, -1, 0, 1, 2].map((d) => Math.exp(-d * d / 2));
  const sum = taps.reduce((a, b) => a + b);
  const pass = (from: Float32Array, dx: number, dy: number) => {
    const out = new Float32Array(from.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let s = 0;
        taps.forEach((w, k) => {
          const u = Math.min(width - 1, Math.max(0, x + dx * (k - 2)));
          const v = Math.min(height - 1, Math.max(0, y + dy * (k - 2)));
          s += w * from[v * width + u];
        });
        out[y * width + x] = s / sum;
      }
    }
    return out;
  };
  return pass(pass(grey, 1, 0), 0, 1);
}

/**
 * Edges of a picture after Canny (IEEE PAMI 8 (1986) 679): 1 where there is one, rows from the top. Gaussian of 1 px,
 * Sobel's gradient (not divided: a step from black to white has up to 4), the ridge of it across its direction, and
 * of ridges above `low` those that touch one above `high`.
 *
 * @example
 * ```ts
 * import { edges, type Picture } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * // Black on the left, white on the right: one vertical line.
 * const data = Uint8Array.from({ length: 256 }, (_, i) => i % 16 < 8 ? 0 : 255);
 * const picture: Picture = { width: 16, height: 16, channels: 1, data };
 * const found = edges(picture);
 * assert.ok(found.subarray(5 * 16, 6 * 16).reduce((a, b) => a + b, 0) >= 1);
 * assert.equal(found[5 * 16 + 2], 0);
 * ```
 */
export function edges(p: Picture, low = 0.15, high = 0.35): Uint8Array {
  checkPicture(p);
  const { width, height } = p, grey = brightness(p), n = grey.length;
  const gx = new Float32Array(n), gy = new Float32Array(n), size = new Float32Array(n);
  const at = (x: number, y: number) =>
    Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const v = (dx: number, dy: number) => grey[at(x + dx, y + dy)], i = y * width + x;
      gx[i] = v(1, -1) - v(-1, -1) + 2 * (v(1, 0) - v(-1, 0)) + v(1, 1) - v(-1, 1);
      gy[i] = v(-1, 1) - v(-1, -1) + 2 * (v(0, 1) - v(0, -1)) + v(1, 1) - v(1, -1);
      size[i] = Math.hypot(gx[i], gy[i]);
    }
  }
  const strength = new Uint8Array(n), strong: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (size[i] < low) continue;
      const turn = ((Math.round(Math.atan2(gy[i], gx[i]) / (Math.PI / 4)) % 4) + 4) % 4;
      const [dx, dy] = [[1, 0], [1, 1], [0, 1], [-1, 1]][turn];
      if (size[i] < size[at(x + dx, y + dy)] || size[i] <= size[at(x - dx, y - dy)]) continue;
      strength[i] = size[i] >= high ? 2 : 1;
      if (strength[i] === 2) strong.push(i);
    }
  }
  const out = new Uint8Array(n);
  while (strong.length) {
    const i = strong.pop()!;
    if (out[i]) continue;
    out[i] = 1;
    const x = i % width, y = (i - x) / width;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const j = at(x + dx, y + dy);
        if (strength[j] && !out[j]) strong.push(j);
      }
    }
  }
  return out;
}

/** How two edge maps agree: parts of each that lie within `reach` px of the other, and their harmonic mean. */
export function edgeAgreement(
  wanted: Uint8Array,
  found: Uint8Array,
  width: number,
  reach = 2,
): { recall: number; precision: number; f: number } {
  const near = (map: Uint8Array) => {
    const height = map.length / width, out = new Uint8Array(map.length);
    for (let i = 0; i < map.length; i++) {
      if (!map[i]) continue;
      const x = i % width, y = (i - x) / width;
      for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
        for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
          if (Math.hypot(u - x, v - y) <= reach) out[v * width + u] = 1;
        }
      }
    }
    return out;
  };
  const part = (of: Uint8Array, within: Uint8Array) => {
    let n = 0, k = 0;
    for (let i = 0; i < of.length; i++) {
      n += of[i];
      k += of[i] & within[i];
    }
    return n ? k / n : 0;
  };
  const recall = part(wanted, near(found)), precision = part(found, near(wanted));
  const sum = recall + precision;
  return { recall, precision, f: sum ? 2 * recall * precision / sum : 0 };
}
