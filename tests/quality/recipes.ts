// Remakes the pictures of recipes.py (whole numbers only, so every byte is the same).
import type { Picture } from "@kgen/quality";

/** The first step makes a picture, every further one changes it. */
export type Step = [string, ...number[]];

/** Bytes of the linear congruential generator of tests/quality/pictures.ts. */
function bytes(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
}

function paint(
  w: number,
  h: number,
  c: number,
  value: (x: number, y: number, k: number) => number,
): Picture {
  const data = new Uint8Array(w * h * c);
  let i = 0;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let k = 0; k < c; k++) data[i++] = value(x, y, k);
    }
  }
  return { width: w, height: h, channels: c as 1 | 3, data };
}

const clamp = (v: number) => Math.max(0, Math.min(255, v));

const makers: Record<string, (...n: number[]) => Picture> = {
  ramp(w, h, c, seed, amount) {
    const next = bytes(seed);
    return paint(w, h, c, (x, y, k) => {
      const folded = (x * 7 + y * 3 + k * 64) % 512;
      const ramp = folded < 256 ? folded : 511 - folded;
      return Math.floor((ramp * (256 - amount) + next() * amount) / 256);
    });
  },
  gradient(w, h, c) {
    return paint(w, h, c, (x, y, k) => {
      const a = Math.floor((x * 255) / (w - 1)), b = Math.floor((y * 255) / (h - 1));
      return [a, b, Math.floor((a + b) / 2)][k];
    });
  },
  disc(w, h, c, value) {
    const r = Math.floor((Math.min(w, h) * 2) / 3);
    return paint(
      w,
      h,
      c,
      (x, y, k) => (2 * x - w) ** 2 + (2 * y - h) ** 2 < r * r ? Math.max(0, value - 40 * k) : 32,
    );
  },
  constant: (w, h, c, value) => paint(w, h, c, () => value),
};

const changes: Record<string, (p: Picture, ...n: number[]) => Picture> = {
  noise(p, seed, amount) {
    const next = bytes(seed);
    const half = Math.floor(amount / 2);
    return { ...p, data: p.data.map((v) => clamp(v + Math.floor((next() * amount) / 256) - half)) };
  },
  gauss(p, seed, k) {
    const next = bytes(seed);
    return {
      ...p,
      data: p.data.map((v) =>
        clamp(v + Math.floor(((next() + next() + next() + next() - 510) * k) / 256))
      ),
    };
  },
  blur(p, times) {
    for (let t = 0; t < times; t++) {
      const { width: w, height: h, channels: c, data } = p;
      p = paint(w, h, c, (x, y, k) => {
        let sum = 0;
        for (let j = -1; j <= 1; j++) {
          const row = Math.max(0, Math.min(h - 1, y + j)) * w;
          for (let i = -1; i <= 1; i++) {
            sum += data[(row + Math.max(0, Math.min(w - 1, x + i))) * c + k];
          }
        }
        return Math.floor(sum / 9);
      });
    }
    return p;
  },
  shift({ width: w, height: h, channels: c, data }, dx, dy) {
    const mod = (v: number, n: number) => ((v % n) + n) % n;
    return paint(w, h, c, (x, y, k) => data[(mod(y - dy, h) * w + mod(x - dx, w)) * c + k]);
  },
  blocks(p, size, q) {
    const { width: w, height: h, channels: c } = p;
    const data = new Uint8Array(p.data.length);
    for (let y0 = 0; y0 < h; y0 += size) {
      for (let x0 = 0; x0 < w; x0 += size) {
        const y1 = Math.min(h, y0 + size), x1 = Math.min(w, x0 + size);
        for (let k = 0; k < c; k++) {
          let sum = 0;
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) sum += p.data[(y * w + x) * c + k];
          }
          const m = Math.floor(sum / ((y1 - y0) * (x1 - x0)));
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) {
              const i = (y * w + x) * c + k;
              data[i] = clamp(m + Math.floor((2 * (p.data[i] - m) + q) / (2 * q)) * q);
            }
          }
        }
      }
    }
    return { ...p, data };
  },
  contrast: (p, num, den, add) => ({
    ...p,
    data: p.data.map((v) => clamp(Math.floor(((v - 128) * num) / den) + 128 + add)),
  }),
  negative: (p) => ({ ...p, data: p.data.map((v) => 255 - v) }),
};

/** The picture of a recipe of recipes.py. */
export function make([[first, ...size], ...rest]: Step[]): Picture {
  return rest.reduce((p, [name, ...n]) => changes[name](p, ...n), makers[first](...size));
}

/** FNV-1a of 32 bits over the bytes, as stored beside every recipe. */
export function fnv({ data }: Picture): string {
  let h = 2166136261;
  for (const v of data) h = Math.imul(h ^ v, 16777619);
  return (h >>> 0).toString(16).padStart(8, "0");
}
