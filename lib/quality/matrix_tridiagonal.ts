/**
 * Eigenvalues of a symmetric tridiagonal matrix, unsorted, by the QL method with implicit shifts
 * (Bowdler, Martin, Reinsch, Wilkinson, Numer. Math. 11 (1968) 293). An element beside the diagonal
 * counts as zero below 2⁻⁵² of the largest element.
 *
 * @param diagonal n values
 * @param beside n - 1 values
 */
export function tridiagonalEigenvalues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const n = diagonal.length;
  const d = diagonal.slice(), e = new Float64Array(n);
  e.set(beside);
  const size = (s: number, v: number) => Math.max(s, Math.abs(v));
  const small = Number.EPSILON * Math.max(d.reduce(size, 0), e.reduce(size, 0));
  for (let l = 0; l < n; l++) {
    for (let turn = 0;; turn++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > small) m++;
      if (m === l) break;
      if (turn > 200) {
        throw new RangeError("The eigenvalues do not converge: are all values finite?");
      }
      sweep(d, e, l, m);
    }
  }
  return d;
}

/** One QL step on rows l..m. */
function sweep(d: Float64Array, e: Float64Array, l: number, m: number): void {
  let g = (d[l + 1] - d[l]) / (2 * e[l]);
  let r = Math.sqrt(g * g + 1);
  g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r));
  let s = 1, c = 1, p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i], b = c * e[i];
    r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    r = (d[i] - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}
