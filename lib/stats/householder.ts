/**
 * R and Qᵀb of a matrix given as columns, by Householder reflections (G. Golub, Numer. Math. 7
 * (1965) 206). Works on copies. R is returned as rows, upper triangular.
 */
export function triangularise(
  columns: Float64Array[],
  b: Float64Array,
): { r: number[][]; qtb: number[] } {
  const a = columns.map((c) => c.slice()), y = b.slice();
  const p = a.length, m = y.length;
  const r = a.map(() => new Array<number>(p).fill(0));
  for (let j = 0; j < p; j++) {
    const v = a[j];
    let norm = 0;
    for (let i = j; i < m; i++) norm = Math.hypot(norm, v[i]);
    if (norm > 0) {
      const alpha = v[j] > 0 ? -norm : norm;
      v[j] -= alpha;
      let vv = 0;
      for (let i = j; i < m; i++) vv += v[i] * v[i];
      for (let k = j + 1; k < p; k++) reflect(a[k], v, vv, j);
      reflect(y, v, vv, j);
      r[j][j] = alpha;
    }
    for (let k = j + 1; k < p; k++) r[j][k] = a[k][j];
  }
  return { r, qtb: Array.from(y.subarray(0, p)) };
}

/** x −= 2v(vᵀx)/(vᵀv), from row j on. */
function reflect(x: Float64Array, v: Float64Array, vv: number, j: number): void {
  let vx = 0;
  for (let i = j; i < x.length; i++) vx += v[i] * x[i];
  const factor = 2 * vx / vv;
  for (let i = j; i < x.length; i++) x[i] -= factor * v[i];
}

/** Solves Rx = b for an upper triangular R. */
export function backSubstitute(r: number[][], b: number[]): number[] {
  const x = b.slice();
  for (let j = x.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < x.length; k++) x[j] -= r[j][k] * x[k];
    x[j] /= r[j][j];
  }
  return x;
}

/** (RᵀR)⁻¹ = R⁻¹R⁻ᵀ */
export function inverseGram(r: number[][]): number[][] {
  const p = r.length;
  const unit = (j: number) => Array.from({ length: p }, (_, i) => i === j ? 1 : 0);
  const columns = r.map((_, j) => backSubstitute(r, unit(j))); // columns of R⁻¹
  return r.map((_, i) => r.map((_, j) => columns.reduce((sum, c) => sum + c[i] * c[j], 0)));
}
