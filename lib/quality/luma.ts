import { flat } from "./comparable.ts";
import type { Picture } from "./picture.ts";

/**
 * Brightness in whole numbers 0..255, as OpenCV's RGB2GRAY: (9798 R + 19235 G + 3735 B + 16384) / 2¹⁵,
 * rounded down. Grey stays as it is.
 */
export function wholeLuma(picture: Picture): Uint8Array {
  const { channels, data } = flat(picture);
  if (channels === 1) return data;
  const luma = new Uint8Array(data.length / 3);
  for (let i = 0, j = 0; i < luma.length; i++, j += 3) {
    luma[i] = (9798 * data[j] + 19235 * data[j + 1] + 3735 * data[j + 2] + 16384) >> 15;
  }
  return luma;
}

/** Brightness 0..1 without rounding: 0.299 R + 0.587 G + 0.114 B of values divided by 255. */
export function exactLuma({ channels, data }: Picture): Float64Array {
  if (channels === 1) return Float64Array.from(data, (v) => v / 255);
  const luma = new Float64Array(data.length / channels);
  for (let i = 0, j = 0; i < luma.length; i++, j += channels) {
    luma[i] = 0.299 * (data[j] / 255) + 0.587 * (data[j + 1] / 255) + 0.114 * (data[j + 2] / 255);
  }
  return luma;
}
