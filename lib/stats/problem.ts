/** A nonlinear least-squares problem, free of x: residuals as a function of the parameters alone. */
export interface Problem {
  /** Writes f(p), times √w, for all rows; values may be NaN outside the model's domain. */
  evaluate(p: number[]): Float64Array;
  /** y times √w. */
  target: Float64Array;
  lower: number[];
  upper: number[];
}

/** target − f(p) */
export function residualsAt(problem: Problem, p: number[]): Float64Array {
  const f = problem.evaluate(p);
  return problem.target.map((y, i) => y - f[i]);
}

/** Σ e²; Infinity where the model gave something that is not finite, so that no step goes there. */
export function sumOfSquares(e: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < e.length; i++) sum += e[i] * e[i];
  return Number.isFinite(sum) ? sum : Infinity;
}

/** Moves a point to the nearest one within the bounds. */
export function withinBounds(problem: Problem, p: number[]): number[] {
  return p.map((v, j) => Math.min(Math.max(v, problem.lower[j]), problem.upper[j]));
}

/** Third root of the machine epsilon: balances cutting off and rounding in central differences. */
const STEP = Math.cbrt(Number.EPSILON);

/**
 * Columns ∂f/∂pⱼ by central differences, error about 1e-10 of f; one-sided of second order where a
 * bound is nearer than the step.
 */
export function jacobian(problem: Problem, p: number[], scale: number[]): Float64Array[] {
  return p.map((value, j) => {
    const size = STEP * (Math.abs(value) || scale[j]);
    const at = (to: number) => problem.evaluate(p.map((v, k) => k === j ? to : v));
    const up = value + size, down = value - size;
    if (up <= problem.upper[j] && down >= problem.lower[j]) {
      const plus = at(up), minus = at(down);
      return plus.map((v, i) => (v - minus[i]) / (up - down));
    }
    // f'(p) = (−3f(p) + 4f(p+h) − f(p+2h))/2h
    const h = up > problem.upper[j] ? -size : size;
    const here = at(value), one = at(value + h), two = at(value + 2 * h);
    return here.map((v, i) => (-3 * v + 4 * one[i] - two[i]) / (2 * h));
  });
}

/** Derivatives of one value f(p) by the parameters, as {@link jacobian} makes them. */
export function slopesAt(
  bounds: Pick<Problem, "lower" | "upper">,
  f: (p: number[]) => number,
  p: number[],
  scale: number[],
): number[] {
  const problem = {
    lower: bounds.lower,
    upper: bounds.upper,
    evaluate: (p: number[]) => Float64Array.of(f(p)),
    target: Float64Array.of(0),
  };
  return jacobian(problem, p, scale.map((v) => Math.abs(v) || 1)).map((c) => c[0]);
}
