/** Eigenvalues of a symmetric matrix (rows), by Householder tridiagonalisation and implicit QL. */
export function eigenvalues(matrix: ArrayLike<number>[]): Float64Array {
  const { diagonal, off } = tridiagonal(matrix.map((row) => Float64Array.from(row)));
  const n = diagonal.length;
  for (let l = 0; l < n; l++) {
    for (let turn = 0; turn < 100; turn++) {
      let m = l;
      while (m < n - 1) {
        const size = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        if (Math.abs(off[m]) <= Number.EPSILON * size) break;
        m++;
      }
      if (m === l) break;
      chase(diagonal, off, l, m);
    }
  }
  return diagonal.sort();
}

/** Diagonal and off-diagonal of the similar tridiagonal matrix; overwrites a. */
function tridiagonal(a: Float64Array[]): { diagonal: Float64Array; off: Float64Array } {
  const n = a.length, diagonal = new Float64Array(n), off = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const v = new Float64Array(n);
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm = Math.hypot(norm, v[i] = a[i][k]);
    off[k] = v[k + 1] > 0 ? -norm : norm;
    if (norm === 0) continue;
    v[k + 1] -= off[k];
    let vv = 0;
    for (let i = k + 1; i < n; i++) vv += v[i] * v[i];
    // A ← PAP with P = I − 2vvᵀ/vv, as A − vwᵀ − wvᵀ.
    const w = new Float64Array(n);
    let vw = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i][j] * v[j];
      w[i] = 2 * sum / vv;
      vw += v[i] * w[i];
    }
    for (let i = k + 1; i < n; i++) w[i] -= vw / vv * v[i];
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++) a[i][j] -= v[i] * w[j] + w[i] * v[j];
    }
  }
  for (let k = 0; k < n; k++) diagonal[k] = a[k][k];
  return { diagonal, off };
}

/** One implicit QL step with Wilkinson's shift on rows l to m. */
function chase(d: Float64Array, e: Float64Array, l: number, m: number): void {
  let g = (d[l + 1] - d[l]) / (2 * e[l]);
  g = d[m] - d[l] + e[l] / (g + (g >= 0 ? Math.hypot(g, 1) : -Math.hypot(g, 1)));
  let s = 1, c = 1, p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i], b = c * e[i], r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}
