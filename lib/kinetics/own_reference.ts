/**
 * Whether a reference, as tables name it, is the run's own last picture: scored against it, the last
 * frame says nothing.
 *
 * @example
 * ```ts
 * import { isOwnReference } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * assert.ok(isOwnReference("last frame") && !isOwnReference("Base's picture"));
 * ```
 */
export function isOwnReference(reference: string): boolean {
  return /^(last frame|final( frame| picture)?)$/.test(reference);
}
