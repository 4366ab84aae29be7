import { createHash } from "node:crypto";

/**
 * JSON text with the keys of every object sorted and what is undefined left out: equal values give
 * equal text, whatever the order in which they were written.
 *
 * @example
 * ```ts
 * import { canonical } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * assert.equal(canonical({ b: 1, a: [{ d: 2, c: undefined }] }), '{"a":[{"d":2}],"b":1}');
 * ```
 */
export function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, v) =>
      v !== null && typeof v === "object" && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0))
        : v,
  );
}

/** Hex SHA-256 of the canonical text of a value. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}
