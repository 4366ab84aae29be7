/** Ways to scale a picture, by ComfyUI's names. */
export const scaleMethods = ["nearest-exact", "bilinear", "area", "bicubic", "lanczos"] as const;
export type ScaleMethod = typeof scaleMethods[number];

export interface Size {
  width: number;
  height: number;
}

/** What one pixel of the scaled line is made of: which pixels of the line, and their weights, whose sum is 1. */
interface Taps {
  at: number[];
  weights: number[];
}

/** Keys' cubic with a = -0.75. */
function cubic(x: number): number {
  const [a, d] = [-0.75, Math.abs(x)];
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? a * (((d - 5) * d + 8) * d - 4) : 0;
}

const sinc = (x: number) => x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);

/** Lanczos' window of three lobes. */
const lanczos = (x: number) => Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;

/**
 * Each method for output pixel `i` of a line that goes from `from` pixels to `to`.
 *
 * Pixel centres lie at halves. `bilinear` and `bicubic` look at 2 and 4 neighbours however much is scaled down, as
 * PyTorch's interpolation does, and repeat the edge; `lanczos` widens its window when it scales down and cuts it at the
 * edge, as Pillow's does; `area` is the mean of all pixels touched.
 */
const methods: Record<ScaleMethod, (i: number, from: number, to: number) => Taps> = {
  "nearest-exact": (i, from, to) => one(Math.floor((i + 0.5) * from / to), from),

  bilinear(i, from, to) {
    const x = Math.max(0, (i + 0.5) * from / to - 0.5);
    const left = Math.floor(x);
    return { at: within([left, left + 1], from), weights: [1 - (x - left), x - left] };
  },

  area(i, from, to) {
    const start = Math.floor(i * from / to);
    const end = Math.ceil((i + 1) * from / to);
    const at = Array.from({ length: end - start }, (_, k) => start + k);
    return { at, weights: at.map(() => 1 / at.length) };
  },

  bicubic(i, from, to) {
    const x = (i + 0.5) * from / to - 0.5;
    const at = [-1, 0, 1, 2].map((k) => Math.floor(x) + k);
    return { at: within(at, from), weights: at.map((p) => cubic(x - p)) };
  },

  lanczos(i, from, to) {
    const wider = Math.max(1, from / to);
    const centre = (i + 0.5) * from / to;
    const start = Math.max(0, Math.floor(centre - 3 * wider + 0.5));
    const end = Math.min(from, Math.floor(centre + 3 * wider + 0.5));
    const at = Array.from({ length: end - start }, (_, k) => start + k);
    const weights = at.map((p) => lanczos((p + 0.5 - centre) / wider));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { at, weights: weights.map((w) => w / sum) };
  },
};

const within = (at: number[], length: number) =>
  at.map((p) => Math.min(Math.max(p, 0), length - 1));
const one = (at: number, length: number): Taps => ({ at: within([at], length), weights: [1] });

/** One plane of `from`'s size, row by row, scaled to `to`'s: along the rows first, then along the columns. */
export function resample(plane: Float32Array, from: Size, to: Size, method: ScaleMethod) {
  const wide = new Float32Array(to.width * from.height);
  for (let x = 0; x < to.width; x++) {
    const { at, weights } = methods[method](x, from.width, to.width);
    for (let y = 0; y < from.height; y++) {
      let sum = 0;
      for (let k = 0; k < at.length; k++) sum += weights[k] * plane[y * from.width + at[k]];
      wide[y * to.width + x] = sum;
    }
  }
  const out = new Float32Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const { at, weights } = methods[method](y, from.height, to.height);
    for (let x = 0; x < to.width; x++) {
      let sum = 0;
      for (let k = 0; k < at.length; k++) sum += weights[k] * wide[at[k] * to.width + x];
      out[y * to.width + x] = sum;
    }
  }
  return out;
}
