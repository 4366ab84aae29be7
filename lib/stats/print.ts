const hooks = [Symbol.for("Deno.customInspect"), Symbol.for("nodejs.util.inspect.custom")];

/**
 * Gives a plain result object a text form: `toString()`, and what `console.log` prints in Deno, in
 * Node and in both notebook kernels. The methods are not enumerable, so JSON and comparisons see
 * the data alone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { printable } from "@kgen/stats";
 *
 * const rate = printable({ k: 0.5 }, (r) => `k = ${r.k} s⁻¹`);
 * assert.equal(String(rate), "k = 0.5 s⁻¹");
 * assert.equal(JSON.stringify(rate), '{"k":0.5}');
 * ```
 */
export function printable<T extends object>(value: T, text: (value: T) => string): T {
  const print = () => text(value);
  for (const key of ["toString", ...hooks]) {
    Object.defineProperty(value, key, { value: print, enumerable: false, configurable: true });
  }
  return value;
}

/**
 * A number for people: `digits` significant digits, no exponent between 1e-4 and 1e7, "–" for
 * null, undefined and NaN, "∞" for Infinity.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { significant } from "@kgen/stats";
 *
 * assert.equal(significant(0.0123456), "0.01235");
 * assert.equal(significant(1234.5678), "1235");
 * assert.equal(significant(null), "–");
 * ```
 */
export function significant(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  const text = size < -4 || size > 6
    ? value.toExponential(digits - 1)
    : size >= digits
    ? value.toFixed(0)
    : value.toPrecision(digits);
  return text.replace("-", "−").replace("e−", "e-").replace("e+", "e");
}

/** Rows of cells as aligned text: the first column to the left, the others to the right. */
export function columnsOfText(rows: string[][]): string {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => [...row[j]].length)));
  const pad = (cell: string, j: number) => {
    const fill = " ".repeat(widths[j] - [...cell].length);
    return j === 0 ? cell + fill : fill + cell;
  };
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}
