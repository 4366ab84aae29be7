import {
  add,
  type DD,
  divide,
  dot,
  multiply,
  negate,
  root,
  subtract,
  toDD,
  ZERO,
} from "./double_double.ts";
import { FitError } from "./errors.ts";

/** A column of a design in double-double, with the name that errors and tables use. */
export interface Column {
  name: string;
  values: DD[];
}

/** What a least-squares solution needs: coefficients, R⁻¹ and the residuals, all double-double. */
export interface Solution {
  beta: DD[];
  /** Orthonormal columns. */
  q: DD[][];
  /** Inverse of R, upper triangular; (XᵀX)⁻¹ = R⁻¹R⁻ᵀ. */
  inverse: DD[][];
  r: DD[][];
  residuals: DD[];
  /** Leverage of each row: the diagonal of the hat matrix, Σⱼ Qᵢⱼ². */
  leverage: number[];
}

/** A column whose part that the earlier ones lack is below this is called singular. */
const SINGULAR = 1e-14;

/**
 * Least squares of y on columns by modified Gram-Schmidt in double-double, with y carried as the
 * last column (Å. Björck, BIT 7 (1967) 1: as backward stable as Householder that way). About 32
 * digits go in, so a design with condition number 1e15 (NIST's Filip) still keeps 15.
 */
export function solve(columns: Column[], y: DD[]): Solution {
  const p = columns.length;
  const q = columns.map((c) => c.values.slice());
  const r = columns.map(() => new Array<DD>(p).fill(ZERO));
  const z = new Array<DD>(p).fill(ZERO);
  const residuals = y.slice();
  const before = q.map((c) => root(dot(c, c))[0]);
  for (let j = 0; j < p; j++) {
    const norm = root(dot(q[j], q[j]));
    if (!(norm[0] > SINGULAR * before[j])) {
      throw new FitError("singular", singularText(columns, j, before[j] === 0), columns[j].name);
    }
    r[j][j] = norm;
    q[j] = q[j].map((v) => divide(v, norm));
    for (let k = j + 1; k < p; k++) {
      r[j][k] = dot(q[j], q[k]);
      remove(q[k], q[j], r[j][k]);
    }
    z[j] = dot(q[j], residuals);
    remove(residuals, q[j], z[j]);
  }
  const inverse = invert(r);
  const beta = inverse.map((row) => dot(row, z));
  const leverage = y.map((_, i) => q.reduce((sum, c) => sum + c[i][0] ** 2, 0));
  return { beta, q, inverse, r, residuals, leverage };
}

/** from −= factor · direction */
function remove(from: DD[], direction: DD[], factor: DD): void {
  const minus = negate(factor);
  for (let i = 0; i < from.length; i++) from[i] = add(from[i], multiply(minus, direction[i]));
}

/** Inverse of an upper triangular matrix. */
function invert(r: DD[][]): DD[][] {
  const p = r.length;
  const inverse = r.map(() => new Array<DD>(p).fill(ZERO));
  for (let j = 0; j < p; j++) {
    inverse[j][j] = divide(toDD(1), r[j][j]);
    for (let i = j - 1; i >= 0; i--) {
      let sum: DD = ZERO;
      for (let k = i + 1; k <= j; k++) sum = subtract(sum, multiply(r[i][k], inverse[k][j]));
      inverse[i][j] = divide(sum, r[i][i]);
    }
  }
  return inverse;
}

function singularText(columns: Column[], j: number, zero: boolean): string {
  const name = columns[j].name;
  if (zero) return `Column "${name}" is 0 in all rows, so it has no coefficient. Leave it out.`;
  const others = columns.slice(0, j).map((c) => `"${c.name}"`).join(", ");
  return `Column "${name}" is a combination of ${others}: their coefficients cannot be told apart. ` +
    `Leave one of them out, or measure where they differ.`;
}
