import { normalAbove, normalQuantile } from "./normal.ts";

const polynomial = (c: number[], x: number) => c.reduceRight((sum, v) => sum * x + v, 0);

/**
 * Shapiro and Wilk's W and its p value for 3 to 5000 values, by P. Royston's approximation
 * (Applied Statistics 44 (1995) 547, algorithm AS R94), the one that R and SciPy use.
 */
export function shapiroWilk(values: ArrayLike<number>): { W: number; p: number } {
  const x = Float64Array.from(values).sort(), n = x.length;
  if (n < 3 || n > 5000 || x[0] === x[n - 1]) return { W: NaN, p: NaN };
  const a = weights(n);
  const mean = x.reduce((s, v) => s + v, 0) / n;
  let along = 0, total = 0;
  for (let i = 0; i < n; i++) {
    along += a[i] * x[i];
    total += (x[i] - mean) ** 2;
  }
  const W = Math.min(along * along / total, 1);
  return { W, p: probability(W, n) };
}

/** The coefficients of the ordered values, antisymmetric, of unit length. */
function weights(n: number): Float64Array {
  const a = new Float64Array(n);
  if (n === 3) return Float64Array.of(-Math.SQRT1_2, 0, Math.SQRT1_2);
  const m = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.625) / (n + 0.25)));
  const mm = m.reduce((s, v) => s + v * v, 0), root = Math.sqrt(mm), u = 1 / Math.sqrt(n);
  const last = polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u) +
    m[n - 1] / root;
  const two = n > 5;
  const next = two
    ? polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u) + m[n - 2] / root
    : 0;
  const rest = two
    ? (mm - 2 * m[n - 1] ** 2 - 2 * m[n - 2] ** 2) / (1 - 2 * last ** 2 - 2 * next ** 2)
    : (mm - 2 * m[n - 1] ** 2) / (1 - 2 * last ** 2);
  for (let i = 0; i < n; i++) a[i] = m[i] / Math.sqrt(rest);
  a[n - 1] = last, a[0] = -last;
  if (two) a[n - 2] = next, a[1] = -next;
  return a;
}

function probability(W: number, n: number): number {
  if (n === 3) {
    return Math.max(6 / Math.PI * (Math.asin(Math.sqrt(W)) - Math.asin(Math.sqrt(0.75))), 0);
  }
  const log = Math.log(1 - W), ln = Math.log(n);
  if (n <= 11) {
    const gamma = polynomial([-2.273, 0.459], n);
    if (log >= gamma) return 1e-99;
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const sd = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalAbove((-Math.log(gamma - log) - mean) / sd);
  }
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], ln);
  const sd = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], ln));
  return normalAbove((log - mean) / sd);
}
