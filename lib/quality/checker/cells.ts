import { checkPicture, type Picture } from "../picture.ts";

/** A rectangle of a picture, in parts of its width and height (0 to 1). */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The whole picture; and where the training pictures have the left and the right one of two things. */
export const boxes = {
  centre: { x: 0, y: 0, w: 1, h: 1 },
  left: { x: 0, y: 0.25, w: 0.5, h: 0.5 },
  right: { x: 0.5, y: 0.25, w: 0.5, h: 0.5 },
} as const satisfies Record<string, Box>;

/** Each cell's share of the pixels of one axis: pixel numbers and weights that add to 1. */
function shares(
  from: number,
  length: number,
  cells: number,
): { start: number; weights: number[] }[] {
  return Array.from({ length: cells }, (_, i) => {
    const lo = from + (i * length) / cells, hi = from + ((i + 1) * length) / cells;
    const start = Math.floor(lo + 1e-9);
    const weights: number[] = [];
    for (let p = start; p < hi - 1e-9; p++) {
      weights.push((Math.min(hi, p + 1) - Math.max(lo, p)) / (hi - lo));
    }
    return { start, weights };
  });
}

/**
 * Mean colour of each cell of a `grid` x `grid` lattice over a box of a picture: planes red, green, blue, 0 to 1.
 *
 * Pixels that lie in two cells count by their area. Grey is spread over the three planes. A picture with alpha is laid
 * over white first.
 */
export function cellsOf(p: Picture, box: Box, grid: number): Float32Array {
  checkPicture(p);
  const { width, height, channels, data } = p;
  const xs = shares(box.x * width, box.w * width, grid);
  const ys = shares(box.y * height, box.h * height, grid);
  const out = new Float32Array(3 * grid * grid), plane = grid * grid;
  const colour = channels > 1, alpha = channels === 4;
  for (let gy = 0; gy < grid; gy++) {
    for (let gx = 0; gx < grid; gx++) {
      let r = 0, g = 0, b = 0;
      for (let j = 0; j < ys[gy].weights.length; j++) {
        const y = Math.min(height - 1, ys[gy].start + j);
        for (let i = 0; i < xs[gx].weights.length; i++) {
          const x = Math.min(width - 1, xs[gx].start + i);
          const w = ys[gy].weights[j] * xs[gx].weights[i];
          const at = (y * width + x) * channels;
          const a = alpha ? data[at + channels - 1] / 255 : 1, white = 255 * (1 - a);
          r += w * (data[at] * a + white);
          g += w * (data[at + (colour ? 1 : 0)] * a + white);
          b += w * (data[at + (colour ? 2 : 0)] * a + white);
        }
      }
      const at = gy * grid + gx;
      out[at] = r / 255;
      out[at + plane] = g / 255;
      out[at + 2 * plane] = b / 255;
    }
  }
  return out;
}
