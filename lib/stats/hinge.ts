import { FitError } from "./errors.ts";

/**
 * The places where a line through sorted x may break, one stretch between two neighbouring x each.
 * Within a stretch the gain of a break at ψ is (A − Bψ)²/(q₀ + q₁ψ + q₂ψ²), whose maximum has a
 * closed form (D. J. Hudson, JASA 61 (1966) 1097: it is where the two separate lines meet).
 */
export interface Hinges {
  /** Sorted x, moved to mean 0 and scaled to range 1. */
  x: Float64Array;
  /** Σ x² */
  sxx: number;
  /** Row after which each stretch begins: it lies between x[row] and x[row + 1]. */
  rows: Int32Array;
  q0: Float64Array;
  q1: Float64Array;
  q2: Float64Array;
}

/** The best break of one set of errors. */
export interface Break {
  /** What the break takes off the residual sum of squares of the straight line. */
  gain: number;
  /** On the scale of `Hinges.x`. */
  place: number;
}

/** Prepares the stretches that leave `edge` rows, and two different x, on either side. */
export function hinges(x: Float64Array, edge: number, name: string): Hinges {
  const n = x.length, rows: number[] = [];
  for (let k = 1; k < n - 2; k++) {
    const room = k + 1 >= edge && n - k - 1 >= edge;
    if (room && x[k] < x[k + 1] && x[0] < x[k] && x[k + 1] < x[n - 1]) rows.push(k);
  }
  if (rows.length === 0) {
    throw new FitError(
      "too few",
      `No place is left for a break in "${name}": each side needs ${edge} rows with two different ` +
        `values, and there are ${n} rows. Add points on both sides, or lower edge.`,
      name,
    );
  }
  const mx = new Float64Array(n + 1), mxx = new Float64Array(n + 1); // sums from row i on
  for (let i = n - 1; i >= 0; i--) {
    mx[i] = mx[i + 1] + x[i];
    mxx[i] = mxx[i + 1] + x[i] * x[i];
  }
  const sxx = mxx[0];
  const at = (f: (m: number, sx: number, s: number) => number) =>
    Float64Array.from(rows, (k) => f(n - k - 1, mx[k + 1], mxx[k + 1]));
  return {
    x,
    sxx,
    rows: Int32Array.from(rows),
    // Squared length of (x − ψ)₊ less its part along 1 and x.
    q0: at((_, sx, s) => s - sx * sx / n - s * s / sxx),
    q1: at((m, sx, s) => -2 * sx + 2 * m * sx / n + 2 * s * sx / sxx),
    q2: at((m, sx) => m - m * m / n - sx * sx / sxx),
  };
}

/** Takes the mean and the slope along x out of e, in place; returns Σ e². */
export function straighten({ x, sxx }: Hinges, e: Float64Array): number {
  const n = e.length;
  let mean = 0, slope = 0, rss = 0;
  for (let i = 0; i < n; i++) {
    mean += e[i];
    slope += e[i] * x[i];
  }
  mean /= n;
  slope /= sxx;
  for (let i = 0; i < n; i++) {
    e[i] -= mean + slope * x[i];
    rss += e[i] * e[i];
  }
  return rss;
}

/** Calls `visit` for every stretch, from the right, with its A, B: the gain there is (A − Bψ)²/q(ψ). */
function stretches(
  { x, rows }: Hinges,
  e: Float64Array,
  visit: (s: number, a: number, b: number) => void,
): void {
  let a = 0, b = 0, i = e.length - 1;
  for (let s = rows.length - 1; s >= 0; s--) {
    for (; i > rows[s]; i--) {
      a += x[i] * e[i];
      b += e[i];
    }
    visit(s, a, b);
  }
}

/** Gain of a break at ψ within stretch s. */
function gainAt({ q0, q1, q2 }: Hinges, s: number, a: number, b: number, place: number): number {
  const along = a - b * place;
  return along * along / (q0[s] + place * (q1[s] + place * q2[s]));
}

/** The best place within stretch s. */
function bestWithin(h: Hinges, s: number, a: number, b: number): Break {
  const from = h.x[h.rows[s]], to = h.x[h.rows[s] + 1];
  const inside = -(2 * b * h.q0[s] + a * h.q1[s]) / (b * h.q1[s] + 2 * a * h.q2[s]);
  if (inside > from && inside < to) return { gain: gainAt(h, s, a, b, inside), place: inside };
  const left = gainAt(h, s, a, b, from), right = gainAt(h, s, a, b, to);
  return left >= right ? { gain: left, place: from } : { gain: right, place: to };
}

/** The best break of all. */
export function bestBreak(h: Hinges, e: Float64Array): Break {
  let best: Break = { gain: -1, place: NaN };
  stretches(h, e, (s, a, b) => {
    const here = bestWithin(h, s, a, b);
    if (here.gain > best.gain) best = here;
  });
  return best;
}

/** The lowest and the highest place whose gain reaches `wanted`, and whether they are the ends. */
export function placesReaching(h: Hinges, e: Float64Array, wanted: number) {
  const found: { s: number; a: number; b: number; best: Break }[] = [];
  stretches(h, e, (s, a, b) => found.unshift({ s, a, b, best: bestWithin(h, s, a, b) }));
  const within = found.filter((f) => f.best.gain >= wanted);
  const crossing = (f: typeof found[number], end: number) => {
    let outside = h.x[h.rows[f.s] + end], inside = f.best.place;
    if (gainAt(h, f.s, f.a, f.b, outside) >= wanted) return outside;
    for (let i = 0; i < 60; i++) {
      const middle = (outside + inside) / 2;
      if (gainAt(h, f.s, f.a, f.b, middle) >= wanted) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  const lo = crossing(within[0], 0), hi = crossing(within.at(-1)!, 1);
  const first = h.x[h.rows[0]], last = h.x[h.rows.at(-1)! + 1];
  return { lo, hi, openBelow: lo <= first, openAbove: hi >= last };
}
