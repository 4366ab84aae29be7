import { checkPair, FeaturesError, FID_FEATURES, type SetFeatures } from "./features.ts";
import { mmdOf } from "./kernel_mmd.ts";
import { everyone, mulberry32, subset } from "./kernel_subsets.ts";

/** How {@linkcode kernelDistance} draws its subsets. */
export interface KernelOptions {
  /** Subsets to draw; default 100, as torch-fidelity and clean-fid. */
  subsets?: number;
  /** Pictures of each set in a subset; default 1000, or all of the smaller set. */
  size?: number;
  /** Seed of the drawing; default 2020. */
  seed?: number;
  /** Degree of the kernel; default 3, the one of KID. */
  degree?: number;
}

/** A kernel distance, and what must be said with it. */
export interface KernelDistance {
  /** "KID", or "kernel distance (NAME)" for other features or another degree. */
  name: string;
  /** Name for the metric column of a table: "kid" or "kernel". */
  metric: "kid" | "kernel";
  /** What made the features. */
  features: string;
  /** Mean over the subsets; about 0 for sets of the same kind, and may be slightly negative. */
  value: number;
  /** Standard deviation over the subsets (population, as both tools give it): not a standard error. */
  std: number;
  /** Pictures in both sets. */
  n: [number, number];
  /** Features of one picture. */
  dim: number;
  /** What was drawn. */
  subsets: number;
  size: number;
  seed: number;
  degree: number;
  /** Why the value deserves less trust. */
  warnings: string[];
}

/**
 * The kernel distance of two sets of features: the unbiased estimate of MMD² with the kernel
 * (x·y/dim + 1)³, as mean and standard deviation over random subsets. Unlike the Fréchet distance it has
 * no bias in small sets.
 *
 * Each subset is drawn without repeats, from the first set and then from the second. The formula is that
 * of torch-fidelity and clean-fid, but their generators are not ours: values agree within `std`.
 *
 * Source: Bińkowski et al., ICLR 2018, arXiv 1801.01401.
 *
 * @throws {FeaturesError} for a single picture, NaN, features of different names, or a size beyond a set
 *
 * @example
 * ```ts
 * import { kernelDistance } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const set = (...values: number[]) => (
 *   { name: "brightness", n: values.length, dim: 1, data: Float32Array.from(values) }
 * );
 * // Pictures 0 0 against 1 1: 1 + 8 - 2 · 1.
 * const d = kernelDistance(set(0, 0), set(1, 1), { subsets: 5 });
 * assert.deepEqual([d.value, d.std, d.name], [7, 0, "kernel distance (brightness)"]);
 * ```
 */
export function kernelDistance(
  a: SetFeatures,
  b: SetFeatures,
  o: KernelOptions = {},
): KernelDistance {
  checkPair(a, b);
  const { subsets = 100, seed = 2020, degree = 3 } = o;
  const size = o.size ?? Math.min(1000, a.n, b.n);
  check(subsets, size, degree, Math.min(a.n, b.n));
  const mmd = mmdOf(a, b, degree, subsets * 3 * size * size);
  const next = mulberry32(seed);
  const values: number[] = [];
  for (let s = 0; s < subsets; s++) {
    const i = subset(next, a.n, size);
    values.push(mmd(i, subset(next, b.n, size)));
  }
  const value = values.reduce((sum, v) => sum + v, 0) / subsets;
  const kid = a.name === FID_FEATURES && degree === 3;
  return {
    name: kid ? "KID" : `kernel distance (${a.name}${degree === 3 ? "" : `, degree ${degree}`})`,
    metric: kid ? "kid" : "kernel",
    features: a.name,
    value,
    std: Math.sqrt(values.reduce((sum, v) => sum + (v - value) ** 2, 0) / subsets),
    n: [a.n, b.n],
    dim: a.dim,
    ...{ subsets, size, seed, degree },
    warnings: size < 1000 ? [fewPictures(size)] : [],
  };
}

/**
 * MMD² of two whole sets, which may differ in size: the unbiased estimate whose mean over subsets is
 * {@linkcode kernelDistance}, for those who want no random drawing.
 *
 * @throws {FeaturesError} for a single picture, NaN, or features of different names
 *
 * @example
 * ```ts
 * import { squaredMmd } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const set = (...values: number[]) => (
 *   { name: "brightness", n: values.length, dim: 1, data: Float32Array.from(values) }
 * );
 * assert.equal(squaredMmd(set(0, 0), set(1, 1, 1)), 7);
 * ```
 */
export function squaredMmd(a: SetFeatures, b: SetFeatures, degree = 3): number {
  checkPair(a, b);
  return mmdOf(a, b, degree, Infinity)(everyone(a.n), everyone(b.n));
}

function check(subsets: number, size: number, degree: number, n: number): void {
  if (!(Number.isInteger(subsets) && subsets >= 1)) {
    throw new FeaturesError(`A kernel distance needs 1 subset or more, got ${subsets}.`);
  }
  if (!(Number.isInteger(degree) && degree >= 1)) {
    throw new FeaturesError(`The degree of the kernel must be 1, 2, 3, ..., got ${degree}.`);
  }
  if (!(Number.isInteger(size) && size >= 2 && size <= n)) {
    throw new FeaturesError(
      `A subset must have 2 to ${n} pictures (the smaller set has ${n}), got ${size}.`,
    );
  }
}

function fewPictures(size: number): string {
  return `Subsets of ${size} pictures, fewer than the usual 1000: the value is right on average, but ` +
    `scatters more, and its std is not comparable with published ones.`;
}
