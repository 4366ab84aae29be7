import { type Matrix, transpose } from "./matrix.ts";
import { tridiagonalEigenvalues } from "./matrix_tridiagonal.ts";

/**
 * Sum of the singular values of a matrix (its nuclear norm), to a few times 2⁻⁵² of the largest one each.
 *
 * Householder reflections make it bidiagonal (Golub and Van Loan, Matrix Computations, 5.4.8). The
 * singular values of a bidiagonal matrix are the positive eigenvalues of the symmetric tridiagonal matrix
 * with zeros on the diagonal and its elements, in turn, beside it (Golub and Kahan 1965). No matrix is
 * multiplied by its transpose, so small singular values do not drown in rounding.
 */
export function sumOfSingularValues(m: Matrix): number {
  const { rows, cols } = m;
  if (rows === 0 || cols === 0) return 0;
  const { diagonal, above } = bidiagonal(
    rows < cols ? transpose(m) : { ...m, data: m.data.slice() },
  );
  const beside = new Float64Array(2 * diagonal.length - 1);
  diagonal.forEach((v, i) => beside[2 * i] = v);
  above.forEach((v, i) => beside[2 * i + 1] = v);
  const values = tridiagonalEigenvalues(new Float64Array(2 * diagonal.length), beside);
  return values.reduce((sum, v) => sum + Math.abs(v), 0) / 2; // each comes with both signs
}

/** Makes an upper bidiagonal matrix of one with rows >= cols, in place. */
function bidiagonal({ rows, cols, data }: Matrix) {
  const diagonal = new Float64Array(cols), above = new Float64Array(Math.max(0, cols - 1));
  const v = new Float64Array(rows), u = new Float64Array(cols), w = new Float64Array(cols);
  for (let k = 0; k < cols; k++) {
    for (let i = k; i < rows; i++) v[i] = data[i * cols + k];
    const left = reflector(v, k);
    diagonal[k] = left.value;
    if (k === cols - 1) break;
    w.fill(0);
    for (let i = k; i < rows; i++) addRow(w, data, i * cols, k + 1, v[i] * left.scale);
    addRow2(data, k * cols, w, k + 1, -v[k]);
    for (let j = k + 1; j < cols; j++) u[j] = data[k * cols + j];
    const right = reflector(u, k + 1);
    above[k] = right.value;
    for (let i = k + 1; i < rows; i++) {
      const product = subtractAndMultiply(data, i * cols, w, v[i], u, k + 1);
      addRow2(data, i * cols, u, k + 1, -product * right.scale);
    }
  }
  return { diagonal, above };
}

/** Turns x[from..] into v so that (I - scale v vᵀ) x is (value, 0, 0, ...). */
function reflector(x: Float64Array, from: number): { value: number; scale: number } {
  let rest = 0;
  for (let i = from + 1; i < x.length; i++) rest += x[i] * x[i];
  if (rest === 0) return { value: x[from], scale: 0 };
  const norm = Math.sqrt(x[from] * x[from] + rest);
  const value = x[from] > 0 ? -norm : norm;
  x[from] -= value;
  return { value, scale: 2 / (x[from] * x[from] + rest) };
}

/** w[j] += factor · data[at + j] for j >= from. */
function addRow(
  w: Float64Array,
  data: Float64Array,
  at: number,
  from: number,
  factor: number,
): void {
  for (let j = from; j < w.length; j++) w[j] += factor * data[at + j];
}

/** data[at + j] += factor · w[j] for j >= from. */
function addRow2(
  data: Float64Array,
  at: number,
  w: Float64Array,
  from: number,
  factor: number,
): void {
  for (let j = from; j < w.length; j++) data[at + j] += factor * w[j];
}

/** Subtracts factor · w from a row, and gives the product of what is left with u. */
function subtractAndMultiply(
  data: Float64Array,
  at: number,
  w: Float64Array,
  factor: number,
  u: Float64Array,
  from: number,
): number {
  let even = 0, odd = 0, j = from;
  for (; j + 1 < w.length; j += 2) {
    const x = data[at + j] - factor * w[j], y = data[at + j + 1] - factor * w[j + 1];
    data[at + j] = x;
    data[at + j + 1] = y;
    even += x * u[j];
    odd += y * u[j + 1];
  }
  if (j < w.length) even += (data[at + j] -= factor * w[j]) * u[j];
  return even + odd;
}
