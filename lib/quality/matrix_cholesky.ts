import { type Matrix, zeros } from "./matrix.ts";
import { addTimesItself } from "./matrix_product.ts";

const PANEL = 64;

/**
 * A factor F of a symmetric matrix without negative eigenvalues, so that Fᵀ·F is the matrix; its rows
 * are as many as the matrix has rank. Cholesky's decomposition with the largest pivot first (Higham,
 * Accuracy and Stability of Numerical Algorithms, 10.3), updated in panels of 64 as LAPACK's dpstrf,
 * with its tolerance: a pivot below size · 2⁻⁵² · largest diagonal element counts as zero.
 *
 * @param s both halves or the upper half; it is used up
 */
export function pivotedFactor(s: Matrix): Matrix {
  const n = s.rows;
  const rest = Float64Array.from({ length: n }, (_, j) => s.data[j * n + j]);
  const tolerance = n * Number.EPSILON * rest.reduce((a, b) => Math.max(a, b), 0);
  const rows: Float64Array[] = [];
  const used = new Uint8Array(n);
  for (let start = 0; start < n; start = rows.length) {
    const panel = zeros(n, Math.min(PANEL, n - start)); // transposed: element (j, m) of row start + m
    for (let m = 0; m < panel.cols; m++) {
      const pivot = largest(rest, used);
      if (!(rest[pivot] > tolerance)) return stack(rows, n);
      const row = nextRow(s, panel, pivot, m, Math.sqrt(rest[pivot]), used);
      for (let j = 0; j < n; j++) rest[j] -= row[j] * row[j];
      used[pivot] = 1;
      rows.push(row);
    }
    addTimesItself(s, panel, -1);
  }
  return stack(rows, n);
}

function largest(rest: Float64Array, used: Uint8Array): number {
  let best = -1;
  for (let j = 0; j < rest.length; j++) {
    if (!used[j] && (best < 0 || rest[j] > rest[best])) best = j;
  }
  return best;
}

/** Row m of the panel: row `pivot` of what is left of the matrix, divided by the root of its pivot. */
function nextRow(
  s: Matrix,
  panel: Matrix,
  pivot: number,
  m: number,
  root: number,
  used: Uint8Array,
): Float64Array {
  const n = s.rows, width = panel.cols, p = panel.data;
  const row = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    if (used[j]) continue; // exactly zero there
    let value = j < pivot ? s.data[j * n + pivot] : s.data[pivot * n + j];
    for (let k = 0; k < m; k++) value -= p[pivot * width + k] * p[j * width + k];
    row[j] = j === pivot ? root : value / root;
    p[j * width + m] = row[j];
  }
  return row;
}

function stack(rows: Float64Array[], cols: number): Matrix {
  const out = zeros(rows.length, cols);
  rows.forEach((row, i) => out.data.set(row, i * cols));
  return out;
}
