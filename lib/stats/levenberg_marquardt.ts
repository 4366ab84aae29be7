import { backSubstitute, triangularise } from "./householder.ts";
import { jacobian, type Problem, residualsAt, sumOfSquares, withinBounds } from "./problem.ts";

/** Where the search ended. */
export interface Minimum {
  p: number[];
  rss: number;
  /** Columns of the Jacobian there. */
  columns: Float64Array[];
  /** Parameters held by a bound. */
  held: boolean[];
  converged: boolean;
  iterations: number;
}

/** A search is over when the residuals are this close to orthogonal to the tangent plane. */
const OFFSET = 1e-8;
/** A search that can go no further still counts as converged below this; R's nls uses 1e-5. */
const GOOD_OFFSET = 1e-5;
const TINY_STEP = 1e-13;

/**
 * Levenberg-Marquardt: each step solves [J; √λ·D]·s ≈ [e; 0] by QR, D the largest norms that the
 * columns of J have had (J. J. Moré, Lecture Notes in Mathematics 630 (1978) 105), λ by the ratio
 * of the reduction got to the one promised (H. B. Nielsen, IMM-REP-1999-05). Steps are cut at the
 * bounds, and a parameter that its bound holds back is left out of the step. It ends by Bates and
 * Watts' relative offset (Technometrics 23 (1981) 179), then takes plain Gauss-Newton steps while
 * they shrink, which brings out the last digits.
 */
export function minimise(problem: Problem, start: number[], maxIterations: number): Minimum {
  let p = withinBounds(problem, start);
  const scale = start.map((v) => Math.abs(v) || 1);
  let e = residualsAt(problem, p), rss = sumOfSquares(e);
  const damping = p.map(() => 0);
  let lambda = 1e-3, grow = 2, iterations = 0, stuck = false;
  let local = linearise(problem, p, e, scale);
  for (; iterations < maxIterations && !stuck && local.offset > OFFSET; iterations++) {
    local.columns.forEach((c, j) => damping[j] = Math.max(damping[j], Math.sqrt(sumOfSquares(c))));
    for (;;) {
      const step = dampedStep(local, damping, lambda);
      const to = withinBounds(problem, p.map((v, j) => v + step[j]));
      const moved = p.map((v, j) => to[j] - v);
      const there = residualsAt(problem, to), reached = sumOfSquares(there);
      const ratio = (rss - reached) / (rss - predicted(local.columns, e, moved));
      stuck = moved.every((s, j) => Math.abs(s) <= TINY_STEP * Math.abs(p[j])) || lambda > 1e20;
      if (reached < rss && ratio > 1e-4) {
        p = to, e = there, rss = reached;
        lambda *= Math.max(1 / 3, 1 - (2 * Math.min(ratio, 1) - 1) ** 3);
        grow = 2;
        break;
      }
      if (stuck) break;
      lambda *= grow;
      grow *= 2;
    }
    local = linearise(problem, p, e, scale);
  }
  const end = polish(problem, p, e, local, scale);
  const converged = end.local.offset <= GOOD_OFFSET ||
    stuck && end.rss < 1e-24 * sumOfSquares(problem.target);
  return {
    p: end.p,
    rss: end.rss,
    columns: end.local.columns,
    held: end.local.held,
    converged,
    iterations,
  };
}

interface Local {
  columns: Float64Array[];
  held: boolean[];
  free: number[];
  r: number[][];
  qtb: number[];
  offset: number;
}

/** The tangent plane at p: Jacobian, the parameters that are free to move, QR, relative offset. */
function linearise(problem: Problem, p: number[], e: Float64Array, scale: number[]): Local {
  const columns = jacobian(problem, p, scale);
  const held = columns.map((c, j) => {
    const downhill = dot(c, e);
    return (p[j] <= problem.lower[j] && downhill <= 0) ||
      (p[j] >= problem.upper[j] && downhill >= 0);
  });
  const free = p.map((_, j) => j).filter((j) => !held[j]);
  const { r, qtb } = triangularise(free.map((j) => columns[j]), e);
  const along = qtb.reduce((s, v) => s + v * v, 0);
  const across = Math.max(sumOfSquares(e) - along, 0);
  const df = Math.max(e.length - free.length, 1);
  const offset = along === 0 ? 0 : Math.sqrt((along / free.length) / (across / df));
  return { columns, held, free, r, qtb, offset };
}

/** Least-squares solution of [R; √λ·D]·s ≈ [Qᵀe; 0], spread over all parameters. */
function dampedStep(local: Local, damping: number[], lambda: number): number[] {
  const { free, r, qtb } = local, p = free.length;
  const columns = free.map((j, k) => {
    const c = new Float64Array(2 * p);
    for (let i = 0; i < p; i++) c[i] = r[i][k];
    c[p + k] = Math.sqrt(lambda) * (damping[j] || 1);
    return c;
  });
  const b = new Float64Array(2 * p);
  b.set(qtb);
  const damped = triangularise(columns, b);
  return spread(local, backSubstitute(damped.r, damped.qtb));
}

/** A step of the free parameters as one of all. */
function spread(local: Local, s: number[]): number[] {
  const step = local.held.map(() => 0);
  local.free.forEach((j, k) => step[j] = s[k]);
  return step;
}

/** What the tangent plane promises for the sum of squares after this step. */
function predicted(columns: Float64Array[], e: Float64Array, step: number[]): number {
  return sumOfSquares(e.map((v, i) => columns.reduce((sum, c, j) => sum - c[i] * step[j], v)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Gauss-Newton steps while they at least halve; sums of squares are too coarse to judge these. */
function polish(problem: Problem, p: number[], e: Float64Array, local: Local, scale: number[]) {
  let rss = sumOfSquares(e), last = Infinity;
  for (let i = 0; i < 8 && local.free.length > 0; i++) {
    const step = spread(local, backSubstitute(local.r, local.qtb));
    const size = Math.max(...step.map((s, j) => Math.abs(s) / (Math.abs(p[j]) || scale[j])));
    const to = withinBounds(problem, p.map((v, j) => v + step[j]));
    const there = residualsAt(problem, to), reached = sumOfSquares(there);
    if (!(size < last / 2) || !(size < 1e-3) || !(reached <= rss * (1 + 1e-10))) break;
    last = size, p = to, e = there, rss = reached;
    local = linearise(problem, p, e, scale);
  }
  return { p, rss, local };
}
