import { normalQuantile } from "./normal_quantile.ts";
import { uniformStream } from "./random.ts";

/**
 * `length` standard normal numbers that depend on `seed` (an integer of 64 bits) alone.
 *
 * xoshiro128** through the normal quantile, rounded to float32: the same on every machine. It is not torch's generator:
 * the same seed gives another picture than a GPU host, as another model does anyway.
 */
export function gaussianNoise(seed: bigint, length: number): Float32Array {
  const uniform = uniformStream(seed);
  return Float32Array.from({ length }, () => normalQuantile(uniform()));
}
