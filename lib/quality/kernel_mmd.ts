import type { SetFeatures } from "./features.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { timesTransposed } from "./matrix_product.ts";

/** Squared maximum mean discrepancy between some pictures of the first set and some of the second. */
export type Mmd = (i: Uint32Array, j: Uint32Array) => number;

/**
 * The unbiased estimate of MMD² with the kernel (x·y/dim + 1)^degree: the mean of k over different
 * pictures of a, plus the same of b, less twice the mean over pairs of one of each (Gretton et al., JMLR
 * 13 (2012) 723, equation 3).
 *
 * @param pictures pictures that all the calls together will ask for, at most: decides whether a table of
 *   all products is cheaper than new products for each call
 */
export function mmdOf(a: SetFeatures, b: SetFeatures, degree: number, pairs: number): Mmd {
  const all = a.n * a.n + b.n * b.n + a.n * b.n;
  // 6e7 numbers are 480 MB.
  return all <= 6e7 && all <= pairs ? fromTables(a, b, degree) : fromRows(a, b, degree);
}

function fromTables(a: SetFeatures, b: SetFeatures, degree: number): Mmd {
  const [x, y] = [rowsOf(a), rowsOf(b)];
  const aa = kernel(x, x, degree), bb = kernel(y, y, degree), ab = kernel(x, y, degree);
  return (i, j) => mean(aa, i, i, true) + mean(bb, j, j, true) - 2 * mean(ab, i, j, false);
}

function fromRows(a: SetFeatures, b: SetFeatures, degree: number): Mmd {
  return (i, j) => {
    const part = fromTables(pick(a, i), pick(b, j), degree);
    return part(i.map((_, k) => k), j.map((_, k) => k));
  };
}

function kernel(x: Matrix, y: Matrix, degree: number): Matrix {
  const k = timesTransposed(x, y);
  for (let i = 0; i < k.data.length; i++) k.data[i] = (k.data[i] / x.cols + 1) ** degree;
  return k;
}

/** Mean over rows i and columns j; `others` leaves out a picture with itself. */
function mean(k: Matrix, rows: Uint32Array, cols: Uint32Array, others: boolean): number {
  let sum = 0;
  for (let r = 0; r < rows.length; r++) {
    const at = rows[r] * k.cols;
    let line = 0;
    for (let c = 0; c < cols.length; c++) line += k.data[at + cols[c]];
    sum += others ? line - k.data[at + rows[r]] : line;
  }
  return sum / (rows.length * (others ? cols.length - 1 : cols.length));
}

function rowsOf({ n, dim, data }: SetFeatures): Matrix {
  const out = zeros(n, dim);
  out.data.set(data);
  return out;
}

function pick(f: SetFeatures, index: Uint32Array): SetFeatures {
  const data = new Float32Array(index.length * f.dim);
  index.forEach((from, to) => {
    data.set(f.data.subarray(from * f.dim, (from + 1) * f.dim), to * f.dim);
  });
  return { ...f, n: index.length, data };
}
