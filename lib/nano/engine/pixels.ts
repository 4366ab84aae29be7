import type { Vector } from "../model/sampler.ts";
import type { Rgb } from "./png.ts";
import { side } from "./values.ts";

/** One picture of a batch of planes in [-1,1] as 8-bit RGB, rounded to the nearest and clipped. */
export function toRgb(samples: Vector, index = 0, width = side, height = side): Rgb {
  const plane = width * height;
  const from = index * 3 * plane;
  // Uint8ClampedArray rounds halves to even and clips.
  const data = new Uint8ClampedArray(3 * plane);
  for (let i = 0, at = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) {
      data[at++] = (samples[from + channel * plane + i] + 1) * 127.5;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}
