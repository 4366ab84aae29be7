import type { SetFeatures } from "./features.ts";
import { type Matrix, squaredNorm, transpose, zeros } from "./matrix.ts";
import { pivotedFactor } from "./matrix_cholesky.ts";
import { addTimesItself, timesItself } from "./matrix_product.ts";

/** Mean and covariance of a set, the covariance S as a factor F with Fᵀ·F = S. */
export interface Moments {
  mean: Float64Array;
  factor: Matrix;
  rank: number;
  /** Trace of the covariance. */
  trace: number;
}

// Rows that are centred and multiplied at once: features of 50,000 pictures need not fit twice.
const ROWS = 2048;

/** Mean, and covariance with n - 1 in the denominator, in double precision. */
export function moments(f: SetFeatures): Moments {
  const mean = meanOf(f);
  if (f.n <= f.dim) { // the centred rows are themselves a factor, and the smaller one
    const factor = centred(f, mean, 0, f.n);
    // Centred rows add up to zero, so one of them always depends on the rest; rounding can hide that.
    const rank = Math.min(f.n - 1, pivotedFactor(timesItself(factor)).rows);
    return { mean, factor, rank, trace: squaredNorm(factor) };
  }
  const covariance = zeros(f.dim, f.dim);
  let trace = 0;
  for (let from = 0; from < f.n; from += ROWS) {
    const part = centred(f, mean, from, Math.min(f.n, from + ROWS));
    trace += squaredNorm(part);
    addTimesItself(covariance, transpose(part), 1);
  }
  const factor = pivotedFactor(covariance);
  return { mean, factor, rank: factor.rows, trace };
}

function meanOf({ n, dim, data }: SetFeatures): Float64Array {
  const mean = new Float64Array(dim);
  for (let i = 0; i < n; i++) for (let j = 0; j < dim; j++) mean[j] += data[i * dim + j];
  return mean.map((sum) => sum / n);
}

/** Rows from..end less the mean, divided by the root of n - 1. */
function centred(f: SetFeatures, mean: Float64Array, from: number, end: number): Matrix {
  const out = zeros(end - from, f.dim);
  const scale = 1 / Math.sqrt(f.n - 1);
  for (let i = from; i < end; i++) {
    for (let j = 0; j < f.dim; j++) {
      out.data[(i - from) * f.dim + j] = (f.data[i * f.dim + j] - mean[j]) * scale;
    }
  }
  return out;
}
