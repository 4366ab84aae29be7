import { makeWeigh, PAIRS, type Weigh } from "./weigh_kernel.ts";

/** Two pictures, as rows of x, y, x² + y² and xy. */
export interface MomentSource {
  /** Values in a row: width times channels. */
  length: number;
  /** Number of rows. */
  height: number;
  /** How many values away a neighbour in the row is: the number of channels. */
  stride: number;
  /** Writes row `r` of each of the four. */
  fill(
    r: number,
    x: Float64Array,
    y: Float64Array,
    squares: Float64Array,
    products: Float64Array,
  ): void;
}

/** One row of windowed means of x, y, x² + y² and xy. */
export type Moments = [
  x: Float64Array,
  y: Float64Array,
  squares: Float64Array,
  products: Float64Array,
];

const QUANTITIES = 4;
const PAGE = 65536;

/**
 * Slides a separable window over two pictures and hands every row of windowed means to `visit`; only
 * windows that lie whole inside the pictures count. The arrays are used again for the next row.
 *
 * The last rows of the pictures lie in a ring. They are weighted downwards into one line a quantity, and
 * these lines sideways. Both are the same sum of equally long lines.
 *
 * @param taps symmetric weights, an odd number of them
 */
export function eachWindowRow(
  source: MomentSource,
  taps: Float64Array,
  visit: (moments: Moments) => void,
): void {
  const { length, height, stride } = source;
  const size = taps.length;
  const outLength = length - (size - 1) * stride;
  const line = length + length % 2; // the kernel writes in pairs
  const { numbers, weigh } = workspace((size * QUANTITIES + 2 * QUANTITIES) * line, taps);
  const place = (row: number, quantity: number) => WORK + (row * QUANTITIES + quantity) * line;
  const quantities = (row: number, n: number) =>
    Array.from(
      { length: QUANTITIES },
      (_, q) => numbers.subarray(place(row, q), place(row, q) + n),
    ) as Moments;
  const ring = Array.from({ length: size }, (_, row) => quantities(row, length));
  const fill = (r: number) => source.fill(r, ...ring[r % size]);
  const moments = quantities(size + 1, outLength);
  const sources = new Array<number>(size);
  for (let r = 0; r < size - 1; r++) fill(r);
  for (let r = 0; r <= height - size; r++) {
    fill(r + size - 1);
    for (let q = 0; q < QUANTITIES; q++) {
      for (let k = 0; k < size; k++) sources[k] = place((r + k) % size, q);
      weigh(place(size, q), length, sources);
    }
    for (let q = 0; q < QUANTITIES; q++) {
      for (let k = 0; k < size; k++) sources[k] = place(size, q) + k * stride;
      weigh(place(size + 1, q), outLength, sources);
    }
    visit(moments);
  }
}

/** Numbers before the work space: the weights of the kernel. */
const WORK = 8;

let memory: WebAssembly.Memory | undefined;
let kernel: Weigh | undefined;

/** Room for that many numbers, and a weighted sum of lines in it. All places are indices of numbers. */
function workspace(room: number, taps: Float64Array) {
  memory ??= new WebAssembly.Memory({ initial: 1 });
  const run = kernel ??= makeWeigh(memory);
  const missing = (WORK + room) * 8 - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const numbers = new Float64Array(memory.buffer);
  const middle = taps.length >> 1;
  const passes = Math.max(1, Math.ceil(middle / PAIRS));
  const lines = new Array<number>(2 * PAIRS + 1);
  // From the middle outwards, five pairs a pass. Later passes add to what is there: the sum so far is then
  // the centre line, with a weight of 1. Pairs outside the window weigh 0, so any line will do for them.
  const weigh = (out: number, n: number, sources: number[]) => {
    for (let pass = 0; pass < passes; pass++) {
      for (let k = 0; k < PAIRS; k++) {
        const distance = pass * PAIRS + PAIRS - k;
        const inside = distance <= middle;
        numbers[k] = inside ? taps[middle - distance] : 0;
        lines[k] = 8 * sources[inside ? middle - distance : middle];
        lines[2 * PAIRS - k] = 8 * sources[inside ? middle + distance : middle];
      }
      numbers[PAIRS] = pass === 0 ? taps[middle] : 1;
      lines[PAIRS] = pass === 0 ? 8 * sources[middle] : 8 * out;
      run(8 * out, 8 * n, ...lines);
    }
  };
  return { numbers, weigh };
}
