// Windows of every size against the definition, summed pixel by pixel: the quick way works in pairs of lines.
import { type Picture, ssim, type SsimOptions } from "@kgen/quality";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { picture } from "./pictures.ts";

const C1 = (0.01 * 255) ** 2, C2 = (0.03 * 255) ** 2;

/** SSIM by its definition: every window by itself, covariances as sums of products of differences. */
function slowly(a: Picture, b: Picture, taps: number[], sample: boolean): number {
  const { width, height, channels } = a;
  const size = taps.length;
  const norm = sample ? size ** 2 / (size ** 2 - 1) : 1;
  let sum = 0, count = 0;
  for (let y = 0; y + size <= height; y++) {
    for (let x = 0; x + size <= width; x++) {
      for (let c = 0; c < channels; c++) {
        const over = (value: (i: number) => number) => {
          let total = 0;
          for (let v = 0; v < size; v++) {
            for (let u = 0; u < size; u++) {
              total += taps[u] * taps[v] * value(((y + v) * width + x + u) * channels + c);
            }
          }
          return total;
        };
        const ma = over((i) => a.data[i]), mb = over((i) => b.data[i]);
        const va = norm * over((i) => (a.data[i] - ma) ** 2);
        const vb = norm * over((i) => (b.data[i] - mb) ** 2);
        const cov = norm * over((i) => (a.data[i] - ma) * (b.data[i] - mb));
        sum += (2 * ma * mb + C1) * (2 * cov + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
        count++;
      }
    }
  }
  return sum / count;
}

function gaussian(sigma: number): number[] {
  const radius = Math.floor(3.5 * sigma + 0.5);
  const raw = Array.from(
    { length: 2 * radius + 1 },
    (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = raw.reduce((s, v) => s + v);
  return raw.map((v) => v / sum);
}

const near = (options: SsimOptions, taps: number[], sample: boolean) => {
  const size = taps.length;
  // Widths and heights one after the other: odd and even lines, and pictures of one window.
  for (const [w, h] of [[size, size], [size + 1, size + 2], [size + 4, size + 3]]) {
    for (const channels of [1, 3] as const) {
      const a = picture(w, h, channels, 5, 30), b = picture(w, h, channels, 9, 120);
      const off = Math.abs(ssim(a, b, options) - slowly(a, b, taps, sample));
      assert.ok(off < 1e-11, `${JSON.stringify(options)} ${w}x${h}x${channels}: ${off}`);
    }
  }
};

for (const sigma of [0.2, 0.5, 1.1, 1.5, 1.8, 3, 4.7]) {
  test(`Gaussian of sigma ${sigma}: ${gaussian(sigma).length} pixels`, () => {
    near({ sigma }, gaussian(sigma), false);
  });
}

for (const size of [3, 7, 9, 11, 13, 21, 23]) {
  test(`uniform of ${size} pixels`, () => {
    near({ window: "uniform", size }, Array(size).fill(1 / size), true);
  });
}

test("a small picture after a large one, and the reverse, score as alone", () => {
  const small = () => ssim(picture(20, 20, 3, 1, 0), picture(20, 20, 3, 2, 90));
  const large = () => ssim(picture(700, 30, 3, 1, 0), picture(700, 30, 3, 2, 90));
  const alone = [small(), large()];
  assert.equal([small(), large()], alone);
});

test.run();
