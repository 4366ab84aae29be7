import { backSubstitute } from "./householder.ts";

/** The tangent plane at a best fit, as the later questions to the fit need it. */
export interface Tangent {
  /** Orthonormal columns that span the plane. */
  q: Float64Array[];
  leverage: Float64Array;
  /** Row i: (JᵀJ)⁻¹Jᵢ for the free parameters, 0 for those that a bound holds. */
  influence: number[][];
}

/** Q = J·R⁻¹, the leverages Σⱼ Qᵢⱼ² and the influence rows R⁻¹Qᵢ. */
export function tangent(
  columns: Float64Array[],
  r: number[][],
  free: number[],
  p: number,
): Tangent {
  const n = columns[0]?.length ?? 0;
  const q: Float64Array[] = [];
  free.forEach((j, k) => {
    const c = columns[j].slice();
    for (let m = 0; m < k; m++) for (let i = 0; i < n; i++) c[i] -= r[m][k] * q[m][i];
    for (let i = 0; i < n; i++) c[i] /= r[k][k];
    q.push(c);
  });
  const leverage = new Float64Array(n);
  for (const c of q) for (let i = 0; i < n; i++) leverage[i] += c[i] * c[i];
  const influence = Array.from({ length: n }, (_, i) => {
    const row = new Array<number>(p).fill(0);
    backSubstitute(r, q.map((c) => c[i])).forEach((v, k) => row[free[k]] = v);
    return row;
  });
  return { q, leverage, influence };
}
