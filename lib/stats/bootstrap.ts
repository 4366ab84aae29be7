import { checkLevel } from "./check.ts";
import { FitError } from "./errors.ts";
import { normalAbove, normalQuantile } from "./normal.ts";
import { printable, significant } from "./print.ts";
import { random } from "./random.ts";

/** A bootstrapped quantity. */
export interface Bootstrapped {
  /** The statistic of the data themselves. */
  estimate: number;
  /** Standard deviation of the replicates. */
  se: number;
  /** Mean of the replicates less the estimate. */
  bias: number;
  /** The quantiles of the replicates. */
  percentile: [lo: number, hi: number];
  /** Bias-corrected and accelerated: the one to report. */
  bca: [lo: number, hi: number];
  level: number;
  /** Resamples. */
  n: number;
  seed: number;
  /** One a resample, in the order in which they were drawn. Not part of JSON. */
  replicates: Float64Array;
}

/** Options of the bootstraps. */
export interface BootstrapOptions {
  /** Resamples; 2000 (10,000 for a line) unless given. */
  n?: number;
  /** 1 unless given; the same seed gives the same replicates. */
  seed?: number;
  level?: number;
}

/**
 * Bootstrap of any statistic of independent elements: resamples of the data with replacement, the
 * percentile interval, and BCa (B. Efron, JASA 82 (1987) 171; acceleration by the jackknife).
 *
 * @param data the elements: numbers, rows, runs; independent of each other
 * @param statistic a number from as many elements as there are
 * @throws {FitError} fewer than 3 elements, a statistic that is not finite for a resample
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bootstrap, median } from "@kgen/stats";
 *
 * const b = bootstrap([3.1, 2.7, 3.3, 2.9, 3.0, 4.8, 2.8], median, { seed: 7 });
 * assert.equal(b.estimate, 3);
 * assert.ok(b.bca[0] < 3 && 3 < b.bca[1]);
 * ```
 */
export function bootstrap<T>(
  data: ArrayLike<T>,
  statistic: (sample: T[]) => number,
  { n = 2000, seed = 1, level = 0.95 }: BootstrapOptions = {},
): Bootstrapped {
  const all = Array.from(data), size = all.length;
  if (size < 3) {
    throw new FitError("too few", `A bootstrap needs at least 3 elements; got ${size}.`);
  }
  checkResamples(n);
  const { below } = random(seed);
  const value = (sample: T[], which: string) => {
    const found = statistic(sample);
    if (Number.isFinite(found)) return found;
    throw new FitError("not finite", `The statistic of ${which} is ${String(found)}.`, "statistic");
  };
  const estimate = value(all, "the data");
  const replicates = new Float64Array(n), sample = all.slice();
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < size; i++) sample[i] = all[below(size)];
    replicates[r] = value(sample, `resample ${r} (seed ${seed})`);
  }
  const without = all.map((_, i) =>
    value(all.filter((_, j) => j !== i), `the data without element ${i}`)
  );
  return bootstrapped(estimate, replicates, without, level, seed, "Bootstrap");
}

/** Refuses a number of resamples that intervals cannot be read from. */
export function checkResamples(n: number): void {
  if (Number.isInteger(n) && n >= 100) return;
  throw new FitError("argument", `n, the resamples, must be a whole number from 100 up; got ${n}.`);
}

/** What replicates say; `without` holds the statistic with one element left out each. */
export function bootstrapped(
  estimate: number,
  replicates: Float64Array,
  without: ArrayLike<number>,
  level: number,
  seed: number,
  title: string,
): Bootstrapped {
  checkLevel(level);
  const n = replicates.length, sorted = replicates.slice().sort();
  let mean = 0, ss = 0, below = 0;
  for (let r = 0; r < n; r++) {
    mean += sorted[r] / n;
    below += sorted[r] < estimate ? 1 : sorted[r] === estimate ? 0.5 : 0;
  }
  for (let r = 0; r < n; r++) ss += (sorted[r] - mean) ** 2;
  const tail = (1 - level) / 2;
  const at = (q: number) => {
    const place = Math.min(Math.max(q, 0), 1) * (n - 1), i = Math.floor(place);
    return sorted[i] + (place - i) * (sorted[Math.min(i + 1, n - 1)] - sorted[i]);
  };
  // All replicates on one side would put z₀ at infinity.
  const z0 = normalQuantile(Math.min(Math.max(below, 0.5), n - 0.5) / n);
  const a = acceleration(without);
  const adjusted = (q: number) => {
    const z = z0 + normalQuantile(q);
    return normalAbove(-(z0 + z / (1 - a * z)));
  };
  const result: Bootstrapped = {
    estimate,
    se: Math.sqrt(ss / (n - 1)),
    bias: mean - estimate,
    percentile: [at(tail), at(1 - tail)],
    bca: [at(adjusted(tail)), at(adjusted(1 - tail))],
    level,
    n,
    seed,
    replicates,
  };
  Object.defineProperty(result, "replicates", { enumerable: false });
  return printable(result, (b) => bootstrapText(b, title));
}

/** Skewness of the jackknife values over 6. */
function acceleration(without: ArrayLike<number>): number {
  const n = without.length;
  let mean = 0, squares = 0, cubes = 0;
  for (let i = 0; i < n; i++) mean += without[i] / n;
  for (let i = 0; i < n; i++) {
    const d = mean - without[i];
    squares += d * d;
    cubes += d * d * d;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** "Bootstrap: 3.00 (SE 0.12, BCa 95 % interval ...)". */
export function bootstrapText(b: Bootstrapped, title: string): string {
  const span = ([lo, hi]: [number, number]) => `${significant(lo, 5)} to ${significant(hi, 5)}`;
  return `${title}: ${significant(b.estimate, 5)} (SE ${
    significant(b.se, 3)
  }, BCa ${+(b.level * 100).toFixed(2)} % interval ${span(b.bca)}; percentile ${
    span(b.percentile)
  }; ${b.n} resamples, seed ${b.seed})`;
}
