// Test pictures as the training data made them, and the spoiling of them. Reads what render.mjs left in out/checker.
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { palette } from "../../../lib/quality/checker/palette.ts";
const here = fileURLToPath(new URL("../../../out/checker/", import.meta.url));
export const glyphRows: any[] = JSON.parse(fs.readFileSync(here + "glyphs.json", "utf8"));
const fd = fs.openSync(here + "glyphs.rgba", "r");
export const glyph = (i: number) => {
  const b = new Uint8Array(36864);
  fs.readSync(fd, b, 0, b.length, i * b.length);
  return b;
};
export function rng(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
/** One glyph number: full size. Two: half size, left and right, averaged unpremultiplied as train.py does. */
export function compose(g: number[], colour: number) {
  const bg = palette[colour].rgb, out = new Float32Array(96 * 96 * 3);
  for (let p = 0; p < 9216; p++) for (let c = 0; c < 3; c++) out[p * 3 + c] = bg[c];
  if (g.length === 1) {
    const s = glyph(g[0]);
    for (let p = 0; p < 9216; p++) {
      const a = s[p * 4 + 3] / 255;
      for (let c = 0; c < 3; c++) out[p * 3 + c] = s[p * 4 + c] * a + bg[c] * (1 - a);
    }
    return out;
  }
  g.forEach((k, side) => {
    if (k < 0) return;
    const s = glyph(k);
    for (let y = 0; y < 48; y++) {
      for (let x = 0; x < 48; x++) {
        const v = [0, 0, 0, 0];
        for (let j = 0; j < 2; j++) {
          for (let i = 0; i < 2; i++) {
            for (let c = 0; c < 4; c++) v[c] += s[((2 * y + j) * 96 + 2 * x + i) * 4 + c] / 4;
          }
        }
        const a = v[3] / 255, p = (24 + y) * 96 + side * 48 + x;
        for (let c = 0; c < 3; c++) out[p * 3 + c] = v[c] * a + bg[c] * (1 - a);
      }
    }
  });
  return out;
}
export interface Spoil {
  jitter?: number;
  scale?: number;
  noise?: number;
  blur?: number;
  tint?: number;
}
export function spoil(src: Float32Array, o: Spoil, rand: () => number) {
  const n = () => {
    let s = 0;
    for (let i = 0; i < 6; i++) s += rand();
    return (s - 3) * Math.SQRT2;
  };
  const dx = (o.jitter ?? 0) * (2 * rand() - 1),
    dy = (o.jitter ?? 0) * (2 * rand() - 1),
    sc = 1 + (o.scale ?? 0) * (2 * rand() - 1);
  const out = new Float32Array(src.length);
  for (let y = 0; y < 96; y++) {
    for (let x = 0; x < 96; x++) {
      const u = Math.min(95, Math.max(0, 47.5 + (x - 47.5 - dx) / sc)),
        v = Math.min(95, Math.max(0, 47.5 + (y - 47.5 - dy) / sc)),
        x0 = Math.floor(u),
        y0 = Math.floor(v),
        fx = u - x0,
        fy = v - y0,
        x1 = Math.min(95, x0 + 1),
        y1 = Math.min(95, y0 + 1);
      for (let c = 0; c < 3; c++) {
        out[(y * 96 + x) * 3 + c] =
          (src[(y0 * 96 + x0) * 3 + c] * (1 - fx) + src[(y0 * 96 + x1) * 3 + c] * fx) * (1 - fy) +
          (src[(y1 * 96 + x0) * 3 + c] * (1 - fx) + src[(y1 * 96 + x1) * 3 + c] * fx) * fy;
      }
    }
  }
  let b = out;
  if (o.blur) {
    const w = [-2, -1, 0, 1, 2].map((d) => Math.exp(-d * d / (2 * o.blur! ** 2))),
      W = w.reduce((a, z) => a + z);
    for (const axis of [0, 1]) {
      const nb = new Float32Array(b.length);
      for (let y = 0; y < 96; y++) {
        for (let x = 0; x < 96; x++) {
          for (let c = 0; c < 3; c++) {
            let s = 0;
            for (let d = -2; d <= 2; d++) {
              const xx = axis ? x : Math.min(95, Math.max(0, x + d)),
                yy = axis ? Math.min(95, Math.max(0, y + d)) : y;
              s += w[d + 2] * b[(yy * 96 + xx) * 3 + c];
            }
            nb[(y * 96 + x) * 3 + c] = s / W;
          }
        }
      }
      b = nb;
    }
  }
  const gain = [0, 1, 2].map(() => 1 + (o.tint ?? 0) * (2 * rand() - 1));
  const data = new Uint8Array(b.length);
  for (let i = 0; i < b.length; i++) {
    data[i] = Math.max(
      0,
      Math.min(255, Math.round(b[i] * gain[i % 3] + (o.noise ? o.noise * n() : 0))),
    );
  }
  return { width: 96, height: 96, channels: 3 as const, data };
}
