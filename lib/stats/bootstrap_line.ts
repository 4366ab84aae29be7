import {
  type BootstrapOptions,
  type Bootstrapped,
  bootstrapped,
  checkResamples,
} from "./bootstrap.ts";
import { FitError } from "./errors.ts";
import { linearFit } from "./linear.ts";
import { printable } from "./print.ts";
import { seededBits } from "./random.ts";

/** A bootstrapped straight line. */
export interface BootstrappedLine {
  kind: "pairs" | "residual";
  /** Resamples. */
  n: number;
  seed: number;
  slope: Bootstrapped;
  intercept: Bootstrapped;
}

/** Options of {@link bootstrapLine}. */
export interface BootstrapLineOptions extends BootstrapOptions {
  /**
   * `"pairs"` (default) draws rows, and so allows for errors of unequal size; `"residual"` keeps x and
   * draws residuals, divided by √(1 − leverage) and moved to mean 0, and takes them as alike.
   */
  kind?: "pairs" | "residual";
}

/**
 * Bootstrap of a straight line's slope and intercept, 10,000 resamples in some milliseconds
 * (A. C. Davison, D. V. Hinkley, Bootstrap Methods, 1997, 6.2). Rows count as independent: for a time series use robust
 * errors instead.
 *
 * @throws {FitError} as `linearFit`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bootstrapLine } from "@kgen/stats";
 *
 * const nfe = [1, 2, 4, 8, 12, 16, 20, 24, 28, 32];
 * const seconds = [0.66, 0.82, 1.07, 1.68, 2.21, 2.83, 3.32, 3.95, 4.48, 5.09];
 * const b = bootstrapLine(nfe, seconds, { seed: 3 });
 * assert.equal(b.slope.estimate.toFixed(3), "0.142");
 * assert.ok(b.slope.bca[1] - b.slope.bca[0] < 0.01);
 * console.log(String(b));
 * ```
 */
export function bootstrapLine(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { n = 10_000, seed = 1, level = 0.95, kind = "pairs" }: BootstrapLineOptions = {},
): BootstrappedLine {
  if (kind !== "pairs" && kind !== "residual") {
    throw new FitError("argument", `kind must be "pairs" or "residual"; got "${kind}".`);
  }
  checkResamples(n);
  const fit = linearFit(x, y, { level });
  const [a, b] = fit.coefficients.map((c) => c.value);
  const mean = { x: average(x), y: average(y) };
  const xs = Float64Array.from(x, (v) => v - mean.x), ys = Float64Array.from(y, (v) => v - mean.y);
  const bits = seededBits(seed);
  const draws = kind === "pairs"
    ? drawPairs(xs, ys, n, bits)
    : drawResiduals(xs, spreadOut(fit.residuals, fit.leverage), b, n, bits);
  // From the centred scale back: intercept = ȳ + its own − slope·x̄.
  const intercepts = draws.intercepts.map((v, r) => mean.y + v - draws.slopes[r] * mean.x);
  const without = leaveOneOut(xs, fit.residuals, fit.leverage, a, b, mean.x);
  const line: BootstrappedLine = {
    kind,
    n,
    seed,
    slope: bootstrapped(b, draws.slopes, without.slopes, level, seed, `Slope, by ${kind}`),
    intercept: bootstrapped(
      a,
      intercepts,
      without.intercepts,
      level,
      seed,
      `Intercept, by ${kind}`,
    ),
  };
  return printable(line, (l) => `${l.slope}\n${l.intercept}`);
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

interface Draws {
  slopes: Float64Array;
  intercepts: Float64Array;
}

function drawPairs(x: Float64Array, y: Float64Array, n: number, bits: () => number): Draws {
  const size = x.length, toRow = size / 4294967296;
  const slopes = new Float64Array(n), intercepts = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    let sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (let i = 0; i < size; i++) {
      const row = (bits() * toRow) | 0, u = x[row], v = y[row];
      sx += u;
      sy += v;
      sxx += u * u;
      sxy += u * v;
    }
    const within = sxx - sx * sx / size;
    // A resample of one x alone has no slope: drawn again.
    if (!(within > 1e-12 * sxx)) {
      r--;
      continue;
    }
    slopes[r] = (sxy - sx * sy / size) / within;
    intercepts[r] = (sy - slopes[r] * sx) / size;
  }
  return { slopes, intercepts };
}

function drawResiduals(
  x: Float64Array,
  e: Float64Array,
  slope: number,
  n: number,
  bits: () => number,
): Draws {
  const size = x.length, toRow = size / 4294967296;
  const slopes = new Float64Array(n), intercepts = new Float64Array(n);
  let sxx = 0;
  for (let i = 0; i < size; i++) sxx += x[i] * x[i];
  for (let r = 0; r < n; r++) {
    let along = 0, sum = 0;
    for (let i = 0; i < size; i++) {
      const v = e[(bits() * toRow) | 0];
      along += x[i] * v;
      sum += v;
    }
    slopes[r] = slope + along / sxx;
    intercepts[r] = sum / size;
  }
  return { slopes, intercepts };
}

/** Residuals of equal variance and mean 0. */
function spreadOut(residuals: number[], leverage: number[]): Float64Array {
  const e = Float64Array.from(
    residuals,
    (v, i) => leverage[i] < 1 - 1e-12 ? v / Math.sqrt(1 - leverage[i]) : 0,
  );
  const mean = average(e);
  return e.map((v) => v - mean);
}

/** Slope and intercept without each row, in closed form: b − (XᵀX)⁻¹xᵢ·eᵢ/(1 − hᵢ). */
function leaveOneOut(
  x: Float64Array,
  residuals: number[],
  leverage: number[],
  a: number,
  b: number,
  meanX: number,
): Draws {
  const sxx = x.reduce((s, v) => s + v * v, 0);
  const moved = x.map((_, i) => leverage[i] < 1 - 1e-12 ? residuals[i] / (1 - leverage[i]) : 0);
  const slopes = x.map((v, i) => b - v * moved[i] / sxx);
  const intercepts = x.map((v, i) => a - moved[i] / x.length + meanX * v * moved[i] / sxx);
  return { slopes, intercepts };
}
