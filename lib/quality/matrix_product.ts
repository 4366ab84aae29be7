import { type Matrix, zeros } from "./matrix.ts";

// Elements of a row, and rows, that are worked on together, so that they stay in the cache.
const DEPTH = 256;
const STRIP = 64;

/** A·Bᵀ: element (i, j) is the product of row i of A and row j of B. */
export function timesTransposed(a: Matrix, b: Matrix): Matrix {
  const c = zeros(a.rows, b.rows);
  accumulate(c, a, b, 1, false);
  return c;
}

/** A·Aᵀ, whole (both halves). */
export function timesItself(a: Matrix): Matrix {
  const c = zeros(a.rows, a.rows);
  addTimesItself(c, a, 1);
  mirrorUpper(c);
  return c;
}

/** Adds factor·A·Aᵀ to the upper half of C; what is below the diagonal afterwards is not defined. */
export function addTimesItself(c: Matrix, a: Matrix, factor: number): void {
  accumulate(c, a, a, factor, true);
}

/** Copies the upper half into the lower one. */
export function mirrorUpper({ rows, data }: Matrix): void {
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < i; j++) data[i * rows + j] = data[j * rows + i];
  }
}

function accumulate(c: Matrix, a: Matrix, b: Matrix, factor: number, upper: boolean): void {
  for (let k = 0; k < a.cols; k += DEPTH) {
    const end = Math.min(a.cols, k + DEPTH);
    for (let j = 0; j < b.rows; j += STRIP) {
      const last = Math.min(b.rows, j + STRIP);
      const rows = upper ? Math.min(a.rows, last) : a.rows;
      for (let i = 0; i < rows; i += 4) {
        for (let jj = upper ? Math.max(j, i - i % 4) : j; jj < last; jj += 4) {
          if (i + 4 <= a.rows && jj + 4 <= last) tile(c, a, b, i, jj, k, end, factor);
          else {edge(
              c,
              a,
              b,
              i,
              jj,
              Math.min(a.rows, i + 4),
              Math.min(last, jj + 4),
              k,
              end,
              factor,
            );}
        }
      }
    }
  }
}

/** 4x4 elements at once: 16 products for 8 numbers read. */
function tile(
  c: Matrix,
  a: Matrix,
  b: Matrix,
  i: number,
  j: number,
  from: number,
  end: number,
  factor: number,
): void {
  const x = a.data, y = b.data, n = a.cols;
  let p0 = i * n + from, p1 = p0 + n, p2 = p1 + n, p3 = p2 + n;
  let q0 = j * n + from, q1 = q0 + n, q2 = q1 + n, q3 = q2 + n;
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0;
  for (let k = from; k < end; k++) {
    const b0 = y[q0++], b1 = y[q1++], b2 = y[q2++], b3 = y[q3++];
    let v = x[p0++];
    c00 += v * b0;
    c01 += v * b1;
    c02 += v * b2;
    c03 += v * b3;
    v = x[p1++];
    c10 += v * b0;
    c11 += v * b1;
    c12 += v * b2;
    c13 += v * b3;
    v = x[p2++];
    c20 += v * b0;
    c21 += v * b1;
    c22 += v * b2;
    c23 += v * b3;
    v = x[p3++];
    c30 += v * b0;
    c31 += v * b1;
    c32 += v * b2;
    c33 += v * b3;
  }
  const z = c.data, w = c.cols;
  let r = i * w + j;
  z[r] += factor * c00;
  z[r + 1] += factor * c01;
  z[r + 2] += factor * c02;
  z[r + 3] += factor * c03;
  r += w;
  z[r] += factor * c10;
  z[r + 1] += factor * c11;
  z[r + 2] += factor * c12;
  z[r + 3] += factor * c13;
  r += w;
  z[r] += factor * c20;
  z[r + 1] += factor * c21;
  z[r + 2] += factor * c22;
  z[r + 3] += factor * c23;
  r += w;
  z[r] += factor * c30;
  z[r + 1] += factor * c31;
  z[r + 2] += factor * c32;
  z[r + 3] += factor * c33;
}

/** The elements that do not fill a tile. */
function edge(
  c: Matrix,
  a: Matrix,
  b: Matrix,
  i: number,
  j: number,
  lastRow: number,
  lastCol: number,
  from: number,
  end: number,
  factor: number,
): void {
  for (let r = i; r < lastRow; r++) {
    for (let s = j; s < lastCol; s++) {
      let sum = 0;
      for (let k = from; k < end; k++) sum += a.data[r * a.cols + k] * b.data[s * b.cols + k];
      c.data[r * c.cols + s] += factor * sum;
    }
  }
}
