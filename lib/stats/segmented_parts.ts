import { condition } from "./condition.ts";
import { dot, toDD } from "./double_double.ts";
import { FitError } from "./errors.ts";
import { solve } from "./gram_schmidt.ts";
import { type Hinges, hinges } from "./hinge.ts";

/** The data in the order of x, on the scale of the hinges. */
export interface Sorted {
  hinges: Hinges;
  /** y in the order of x. */
  e: Float64Array;
  order: Int32Array;
  /** From the scale of the hinges back to that of x. */
  back: (place: number) => number;
}

/** Sorts by x, and moves x to mean 0 and range 1. */
export function sort(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  edge: number,
  name: string,
): Sorted {
  const order = Int32Array.from({ length: x.length }, (_, i) => i).sort((i, j) => x[i] - x[j]);
  const lowest = x[order[0]], range = x[order[order.length - 1]] - lowest;
  const scaled = Float64Array.from(order, (i) => (x[i] - lowest) / range);
  const mean = scaled.reduce((s, v) => s + v, 0) / scaled.length;
  return {
    hinges: hinges(scaled.map((v) => v - mean), edge, name),
    e: Float64Array.from(order, (i) => y[i]),
    order,
    back: (place) => {
      const at = lowest + (place + mean) * range;
      // A break at a data point is exactly there.
      const close = order.find((i) => Math.abs(x[i] - at) <= 1e-12 * range);
      return close === undefined ? at : x[close];
    },
  };
}

/** Intercept, slope and change of slope for a break at a given place. */
export function refit(x: ArrayLike<number>, y: ArrayLike<number>, place: number, name: string) {
  return solve(
    [
      { name: "intercept", values: Array.from(x, () => toDD(1)) },
      { name, values: Array.from(x, toDD) },
      { name: "change of slope", values: Array.from(x, (v) => toDD(Math.max(v - place, 0))) },
    ],
    Array.from(y, toDD),
  );
}

/** The tangent plane at the best fit: what the four parameters' errors come from. */
export function tangentPlane(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  gradient: (x: number) => number[],
  names: string[],
) {
  const rows = Array.from(x, gradient);
  const columns = names.map((name, j) => ({ name, values: rows.map((g) => toDD(g[j])) }));
  if (columns[3].values.every((v) => v[0] === 0)) {
    throw new FitError("singular", "The two slopes are equal: these data have no break.", "break");
  }
  const { q, r, inverse, leverage } = solve(columns, Array.from(y, toDD));
  return {
    q: q.map((c) => c.map((v) => v[0])),
    leverage,
    unscaled: inverse.map((a) => inverse.map((b) => dot(a, b)[0])),
    influence: rows.map((_, i) => inverse.map((a) => dot(a, q.map((c) => c[i]))[0])),
    condition: condition(r.map((line) => line.map((v) => v[0]))),
  };
}
