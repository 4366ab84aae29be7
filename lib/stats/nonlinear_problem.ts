import { checkFinite, checkLength } from "./check.ts";
import type { Errors } from "./covariance.ts";
import { FitError } from "./errors.ts";
import type { Minimum } from "./levenberg_marquardt.ts";
import { type Problem, residualsAt, sumOfSquares } from "./problem.ts";

/** Options of {@link nonlinearFit}. */
export interface NonlinearOptions {
  /** Names of the parameters, for the table and errors; b1, b2, … unless given. */
  names?: string[];
  /** Bounds, one a parameter; −∞ and ∞ unless given. */
  lower?: number[];
  upper?: number[];
  /** Positive weights, one a row; the error's variance of row i is taken as σ²/wᵢ. */
  weights?: ArrayLike<number>;
  /** As in {@link LinearOptions}, from the tangent plane at the best fit. */
  errors?: Errors;
  level?: number;
  /**
   * Further starts to draw between the bounds (all must be finite), 0 unless given: for a model with
   * several minima. The lowest end that converged is kept.
   */
  starts?: number;
  /** Seed of the drawn starts; 1 unless given. */
  seed?: number;
  maxIterations?: number;
}

/** The model with its data, weights and bounds as a problem in the parameters alone. */
export function toProblem<X>(
  model: (x: X, p: number[]) => number,
  x: ArrayLike<X>,
  y: ArrayLike<number>,
  names: string[],
  { weights, lower, upper }: NonlinearOptions,
): Problem {
  const n = y.length;
  const roots = weights === undefined ? null : Float64Array.from(weights, Math.sqrt);
  const weigh = (v: number, i: number) => roots === null ? v : v * roots[i];
  const bounds = (given: number[] | undefined, none: number) => given ?? names.map(() => none);
  const problem = { lower: bounds(lower, -Infinity), upper: bounds(upper, Infinity) };
  names.forEach((name, j) => {
    if (problem.lower[j] < problem.upper[j]) return;
    const [from, to] = [problem.lower[j], problem.upper[j]];
    throw new FitError(
      "argument",
      `Bounds of "${name}" leave no room: lower ${from}, upper ${to}.`,
      name,
    );
  });
  const evaluate = (p: number[]) => {
    const f = new Float64Array(n);
    for (let i = 0; i < n; i++) f[i] = weigh(model(x[i], p), i);
    return f;
  };
  return { ...problem, evaluate, target: Float64Array.from(y, weigh) };
}

/** Whether the model is finite in all rows at this start. */
export function isUsable(problem: Problem, start: number[]): boolean {
  return start.every(Number.isFinite) && Number.isFinite(sumOfSquares(residualsAt(problem, start)));
}

/** Refuses a start of the wrong length or where the model is not finite. */
export function checkStart(problem: Problem, start: number[], names: string[]): number[] {
  checkLength("start", start.length, names.length, "names");
  checkFinite("start", start);
  const e = residualsAt(problem, start);
  if (!Number.isFinite(sumOfSquares(e))) {
    const rows = Array.from(e.keys()).filter((i) => !Number.isFinite(e[i]));
    throw new FitError(
      "argument",
      `The model is not finite at the start (${
        names.map((n, j) => `${n} = ${start[j]}`).join(", ")
      })` +
        (rows.length > 0 ? `, first in row ${rows[0]} (counted from 0)` : "") +
        `. Start elsewhere.`,
      null,
      rows,
    );
  }
  return start;
}

/** Below this a parameter's own part of the Jacobian is the noise of its differences. */
const SINGULAR = 1e-10;

/** Refuses parameters that the data do not determine. */
export function refuseSingular(
  best: Minimum,
  free: number[],
  r: number[][],
  names: string[],
): void {
  for (let k = 0; k < free.length; k++) {
    const norm = Math.sqrt(sumOfSquares(best.columns[free[k]]));
    if (Math.abs(r[k][k]) > SINGULAR * norm) continue;
    const name = names[free[k]];
    const others = free.slice(0, k).map((j) => `"${names[j]}"`).join(", ");
    throw new FitError(
      "singular",
      norm === 0 || others === ""
        ? `Parameter "${name}" has no effect on the model at the best fit: these data do not determine it.`
        : `Parameter "${name}" cannot be told apart from ${others}: fix one of them, or add points ` +
          `where they act differently.`,
      name,
    );
  }
}
