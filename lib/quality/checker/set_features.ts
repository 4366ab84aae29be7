import type { Picture } from "../picture.ts";
import { Checker } from "./checker.ts";
import { featureName } from "./features.ts";

/**
 * The checker's description of each picture of a set, one row a picture, for distances between sets. Their name is
 * "nano-checker", so that no distance on them is taken for FID. They are the checker's components, not validated as
 * a measure of quality.
 *
 * @example
 * ```ts
 * import { checkerFeatures, type Picture } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const grey = (v: number): Picture => ({ width: 24, height: 24, channels: 1, data: new Uint8Array(576).fill(v) });
 * const set = checkerFeatures([grey(0), grey(255)]);
 * assert.deepEqual([set.name, set.n, set.data.length], ["nano-checker", 2, 2 * set.dim]);
 * ```
 */
export function checkerFeatures(
  pictures: readonly Picture[],
  checker: Checker = new Checker(),
): { name: string; n: number; dim: number; data: Float32Array } {
  const dim = checker.reference.k, n = pictures.length;
  const data = new Float32Array(n * dim);
  pictures.forEach((p, i) => data.set(checker.describe(p), i * dim));
  return { name: featureName, n, dim, data };
}
