import { Pixels } from "./values.ts";

/** The blur before the gradient: Gaussian of deviation 1 px, cut at 2. */
const blur = normalised([-2, -1, 0, 1, 2].map((x) => Math.exp(-x * x / 2)));
/** Sobel's kernel along x, rows of three. */
const sobel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
/** The neighbours by angle, in eighths of a turn from right towards down. */
const around = [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];

function normalised(weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
}

/** Where a line of `length` goes on beyond its ends: mirrored without its first pixel, or its last pixel again. */
const mirrored = (i: number, length: number) =>
  length === 1 ? 0 : i < 0 ? -i : i >= length ? 2 * length - 2 - i : i;
const repeated = (i: number, length: number) => Math.min(Math.max(i, 0), length - 1);

/** One plane of pixels. */
class Plane {
  constructor(readonly values: Float32Array, readonly width: number, readonly height: number) {}

  /** Each pixel from a sum over its surroundings of 2·radius + 1 pixels a side. */
  sum(
    radius: number,
    weight: (dx: number, dy: number) => number,
    edge: (i: number, length: number) => number,
  ): Plane {
    const { values, width, height } = this;
    const taps: { dx: number; dy: number; w: number }[] = [];
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) taps.push({ dx, dy, w: weight(dx, dy) });
    }
    const out = values.map((_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return taps.reduce(
        (sum, { dx, dy, w }) =>
          sum + w * values[edge(y + dy, height) * width + edge(x + dx, width)],
        0,
      );
    });
    return new Plane(out, width, height);
  }

  /** The pixel at a distance from another; 0 beyond the edge. */
  beside(at: number, [dx, dy]: number[]): number {
    const [x, y] = [at % this.width + dx, Math.floor(at / this.width) + dy];
    const inside = x >= 0 && x < this.width && y >= 0 && y < this.height;
    return inside ? this.values[y * this.width + x] : 0;
  }
}

/** Rounds halves to the even number. */
function round(x: number): number {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + Math.abs(low % 2) : Math.round(x);
}

/** Luma from 0 to 1 of one picture of planes in [-1,1]. */
function luma({ samples, width, height }: Pixels, index: number): Plane {
  const plane = width * height;
  const from = index * 3 * plane;
  const values = Float32Array.from({ length: plane }, (_, i) => {
    const [r, g, b] = [0, 1, 2].map((c) => (samples[from + c * plane + i] + 1) / 2);
    return 0.299 * r + 0.587 * g + 0.114 * b;
  });
  return new Plane(values, width, height);
}

/** The size of the gradient where it is larger than on both sides along itself, else 0. */
function ridges(plane: Plane): Plane {
  const smooth = plane.sum(2, (dx, dy) => blur[dx + 2] * blur[dy + 2], mirrored);
  const gx = smooth.sum(1, (dx, dy) => sobel[(dy + 1) * 3 + dx + 1], repeated).values;
  const gy = smooth.sum(1, (dx, dy) => sobel[(dx + 1) * 3 + dy + 1], repeated).values;
  const size = new Plane(
    gx.map((x, i) => Math.sqrt(x * x + gy[i] * gy[i] + 1e-6)),
    plane.width,
    plane.height,
  );
  const thin = size.values.map((v, at) => {
    const eighth = round(Math.atan2(gy[at], gx[at]) / (Math.PI / 4)) + 8;
    const [ahead, behind] = [around[eighth % 8], around[(eighth + 4) % 8]];
    return v > size.beside(at, ahead) && v > size.beside(at, behind) ? v : 0;
  });
  return new Plane(thin, plane.width, plane.height);
}

/** What is above `high`, and what is above `low` and hangs together with it: 1, else 0. */
function connected(ridge: Plane, low: number, high: number): Float32Array {
  const { values, width, height } = ridge;
  const edges = new Float32Array(values.length);
  const open = [...values.keys()].filter((at) => values[at] > high);
  for (const at of open) edges[at] = 1;
  while (open.length) {
    const at = open.pop()!;
    for (const [dx, dy] of around) {
      const [x, y] = [at % width + dx, Math.floor(at / width) + dy];
      const next = y * width + x;
      if (x < 0 || x >= width || y < 0 || y >= height || edges[next]) continue;
      if (values[next] > low) {
        edges[next] = 1;
        open.push(next);
      }
    }
  }
  return edges;
}

/**
 * The edges of pictures, white on black, one pixel wide.
 *
 * Luma is blurred, its Sobel gradient (about 4 across an edge from black to white) thinned to ridges, and of these what is
 * above `high` is kept with all above `low` that hangs together with it. Source: Canny, "A Computational Approach to Edge
 * Detection" (IEEE PAMI 8, 1986), in the form of the library Kornia, which ComfyUI's node of this name uses.
 */
export function canny(pictures: Pixels, low: number, high: number): Pixels {
  const { batch, width, height } = pictures;
  const plane = width * height;
  const out = new Float32Array(3 * batch * plane);
  for (let index = 0; index < batch; index++) {
    const edges = connected(ridges(luma(pictures, index)), low, high).map((v) => 2 * v - 1);
    for (let c = 0; c < 3; c++) out.set(edges, (3 * index + c) * plane);
  }
  return new Pixels(out, batch, width, height);
}
