/** Beyond this condition number collinearity begins to hurt (Belsley, Kuh, Welsch). */
export const COLLINEAR = 30;

/**
 * Condition number of a design whose columns are scaled to unit length (Belsley, Kuh, Welsch,
 * Regression Diagnostics, 1980, ch. 3), from its R: ratio of the largest to the smallest singular
 * value, found by one-sided Jacobi rotations (J. Demmel, K. Veselić, SIAM J. Matrix Anal. 13
 * (1992) 1204: small ones come out with full relative accuracy).
 */
export function condition(r: number[][]): number {
  const p = r.length;
  // Columns of R, scaled.
  const a = r.map((_, j) => {
    const column = r.map((row) => row[j]);
    const norm = Math.hypot(...column);
    return column.map((v) => v / norm);
  });
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < p; i++) {
      for (let j = i + 1; j < p; j++) off = Math.max(off, rotate(a[i], a[j]));
    }
    if (off < 1e-15) break;
  }
  const singular = a.map((c) => Math.hypot(...c));
  return Math.max(...singular) / Math.min(...singular);
}

/** Makes two columns orthogonal; returns the cosine they had. */
function rotate(u: number[], v: number[]): number {
  let uu = 0, vv = 0, uv = 0;
  for (let k = 0; k < u.length; k++) {
    uu += u[k] * u[k];
    vv += v[k] * v[k];
    uv += u[k] * v[k];
  }
  const cosine = Math.abs(uv) / Math.sqrt(uu * vv);
  if (!(cosine > 1e-16)) return 0;
  const zeta = (vv - uu) / (2 * uv);
  const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t), s = c * t;
  for (let k = 0; k < u.length; k++) {
    const x = u[k];
    u[k] = c * x - s * v[k];
    v[k] = s * x + c * v[k];
  }
  return cosine;
}
