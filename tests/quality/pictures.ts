import type { Picture } from "@kgen/quality";

/** The pictures of scikit_image_expected.py: a folded ramp with an amount (0..256) of noise. */
export function picture(
  width: number,
  height: number,
  channels: 1 | 3,
  seed: number,
  amount: number,
): Picture {
  const data = new Uint8Array(width * height * channels);
  let state = seed;
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const folded = (x * 7 + y * 3 + c * 64) % 512;
        const ramp = folded < 256 ? folded : 511 - folded;
        data[i++] = Math.floor((ramp * (256 - amount) + (state >>> 24) * amount) / 256);
      }
    }
  }
  return { width, height, channels, data };
}

/** Black for white. */
export function negative(p: Picture): Picture {
  return { ...p, data: p.data.map((v) => 255 - v) };
}
