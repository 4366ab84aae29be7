import { checkPair, FID_FEATURES, PICTURES_WANTED, type SetFeatures } from "./features.ts";
import { moments } from "./frechet_moments.ts";
import { timesTransposed } from "./matrix_product.ts";
import { sumOfSingularValues } from "./matrix_singular.ts";

/** A Fréchet distance, and what must be said with it. */
export interface FrechetDistance {
  /** "FID", or "Fréchet distance (NAME)" for other features than {@linkcode FID_FEATURES}. */
  name: string;
  /** Name for the metric column of a table: "fid" or "frechet". */
  metric: "fid" | "frechet";
  /** What made the features. */
  features: string;
  /** The distance, in squared units of the features; 0 for equal sets, lower is nearer. */
  value: number;
  /** Pictures in both sets. */
  n: [number, number];
  /** Features of one picture. */
  dim: number;
  /** Ranks of both covariances in double precision; full rank is `dim`. */
  rank: [number, number];
  /** Why the value deserves less trust. */
  warnings: string[];
}

/**
 * The Fréchet distance of two sets of features, taken as normal distributions:
 * |m₁ − m₂|² + tr S₁ + tr S₂ − 2 tr (S₁ S₂)^½, with mean m and covariance S (n − 1 in the denominator).
 *
 * It is called FID only for the features {@linkcode FID_FEATURES}. The trace of the matrix root is
 * computed as the sum of singular values of F₁·F₂ᵀ, where Fᵀ·F = S: the same number, without the loss of
 * half the digits that a root of a singular matrix suffers (`scipy.linalg.sqrtm` is up to 1e-6 off there).
 *
 * Needs two pictures a set, and says so when there are fewer than 2048: the value then rises as n falls,
 * so compare only sets of the same n. Two sets of 2048 pictures with 2048 features take
 * about half a minute.
 *
 * Source: Heusel et al., NeurIPS 30 (2017), arXiv 1706.08500; Dowson and Landau, J. Multivar. Anal. 12
 * (1982) 450.
 *
 * @throws {FeaturesError} for a single picture, NaN, or features of different names
 *
 * @example
 * ```ts
 * import { frechetDistance } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const set = (...values: number[]) => (
 *   { name: "brightness", n: values.length, dim: 1, data: Float32Array.from(values) }
 * );
 * // Means 1 and 4, standard deviations 1 and 2: (1 - 4)² + (1 - 2)².
 * const d = frechetDistance(set(0, 1, 2), set(2, 4, 6));
 * assert.ok(Math.abs(d.value - 10) < 1e-12);
 * assert.equal(d.name, "Fréchet distance (brightness)");
 * assert.equal(d.warnings.length, 2); // three pictures are few, in both sets
 * assert.throws(() => frechetDistance(set(0), set(2, 4, 6)), /1 picture has no covariance/);
 * ```
 */
export function frechetDistance(a: SetFeatures, b: SetFeatures): FrechetDistance {
  checkPair(a, b);
  const [p, q] = [moments(a), moments(b)];
  let apart = 0;
  for (let j = 0; j < a.dim; j++) apart += (p.mean[j] - q.mean[j]) ** 2;
  const shared = sumOfSingularValues(timesTransposed(p.factor, q.factor));
  const fid = a.name === FID_FEATURES;
  return {
    name: fid ? "FID" : `Fréchet distance (${a.name})`,
    metric: fid ? "fid" : "frechet",
    features: a.name,
    value: Math.max(0, apart + p.trace + q.trace - 2 * shared), // rounding makes -1e-15 of equal sets
    n: [a.n, b.n],
    dim: a.dim,
    rank: [p.rank, q.rank],
    warnings: warningsOf([a, b], [p.rank, q.rank]),
  };
}

function warningsOf(sets: SetFeatures[], ranks: number[]): string[] {
  const warnings = sets.flatMap(({ n, dim }, i) => {
    if (n >= PICTURES_WANTED) return [];
    return `The ${
      ["first", "second"][i]
    } set has ${n} pictures, fewer than ${PICTURES_WANTED}: the rank ` +
      `of its covariance is ${
        ranks[i]
      } of ${dim}, and the distance comes out too large. Compare only ` +
      `with distances at the same number of pictures.`;
  });
  if (sets[0].n !== sets[1].n && warnings.length > 0) {
    warnings.push(`The sets have ${sets[0].n} and ${sets[1].n} pictures: their errors differ.`);
  }
  return warnings;
}
