import type { Picture } from "../picture.ts";
import { boxes, cellsOf } from "./cells.ts";
import { applyMetric, dot } from "./metric.ts";
import type { Reference } from "./reference.ts";

/** The picture with left and right exchanged. */
export function mirrored(p: Picture): Picture {
  const { width, height, channels } = p, data = new Uint8Array(p.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels, to = (y * width + width - 1 - x) * channels;
      for (let c = 0; c < channels; c++) data[to + c] = p.data[from + c];
    }
  }
  return { ...p, data };
}

/** Squared distance of two pictures in the checker's metric, on its cells. */
export function pictureDistance(r: Reference, a: Picture, b: Picture): number {
  const u = cellsOf(a, boxes.centre, r.grid), v = cellsOf(b, boxes.centre, r.grid);
  for (let i = 0; i < u.length; i++) u[i] -= v[i];
  return dot(u, applyMetric(u, r.grid, r.gamma));
}

/** A picture of one colour. */
export function plain(p: Picture, rgb: readonly [number, number, number]): Picture {
  const { width, height } = p;
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => rgb[i % 3]);
  return { width, height, channels: 3, data };
}
