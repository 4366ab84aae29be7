/**
 * The metric that pictures are compared in: |v|² + γ²(|∂x v|² + |∂y v|²), colours and their gradients, with forward
 * differences between cells. As a matrix it is M = 1 + γ²·(graph Laplacian), applied here plane by plane.
 *
 * Gradients count because many emoji differ by thin lines alone: the hands of a clock, the mouth of a face.
 */
export function applyMetric(
  v: Float32Array,
  grid: number,
  gamma: number,
  out = new Float32Array(v.length),
): Float32Array {
  const g2 = gamma * gamma, plane = grid * grid;
  for (let p = 0; p < v.length; p += plane) {
    for (let y = 0; y < grid; y++) {
      for (let x = 0; x < grid; x++) {
        const at = p + y * grid + x, c = v[at];
        let s = 0;
        if (x > 0) s += c - v[at - 1];
        if (x < grid - 1) s += c - v[at + 1];
        if (y > 0) s += c - v[at - grid];
        if (y < grid - 1) s += c - v[at + grid];
        out[at] = c + g2 * s;
      }
    }
  }
  return out;
}

/** Sum of products. */
export function dot(a: Float32Array, b: Float32Array, offset = 0): number {
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i] * b[i + offset];
  return s;
}
