import type { Picture } from "../picture.ts";

/** A rectangle in pixels. */
export interface Rectangle {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** What stands where something is to be filled in: middle grey, 0 in the model's numbers. */
const grey = 128;

/** The picture with a rectangle painted grey: what the model is given to fill in. */
export function blanked(p: Picture, m: Rectangle): Picture {
  const data = p.data.slice();
  for (let y = m.y; y < m.y + m.h; y++) {
    data.fill(grey, (y * p.width + m.x) * p.channels, (y * p.width + m.x + m.w) * p.channels);
  }
  return { ...p, data };
}

/** Root mean square difference (8-bit) of two RGB pictures, within a rectangle and outside of it. */
export function differenceBy(
  a: Picture,
  b: Picture,
  m: Rectangle,
): { inside: number; outside: number } {
  const sum = [0, 0], n = [0, 0];
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      const out = +!(x >= m.x && x < m.x + m.w && y >= m.y && y < m.y + m.h);
      for (let c = 0; c < 3; c++) {
        const d = a.data[(y * a.width + x) * a.channels + c] -
          b.data[(y * b.width + x) * b.channels + c];
        sum[out] += d * d;
        n[out]++;
      }
    }
  }
  const [inside, outside] = sum.map((s, i) => n[i] ? Math.sqrt(s / n[i]) : 0);
  return { inside, outside };
}
