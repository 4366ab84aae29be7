import { checkFinite, checkLength } from "./check.ts";
import { multiply, toDD } from "./double_double.ts";
import { FitError } from "./errors.ts";
import { fitColumns, type LinearFit, type LinearOptions } from "./fit_columns.ts";
import type { Column } from "./gram_schmidt.ts";

/**
 * Least squares of y on named columns: y = b₀ + Σ bⱼ·xⱼ + e, solved in double-double arithmetic
 * (Gram-Schmidt QR), so that designs on which double-precision programs lose half their digits
 * (NIST StRD's Longley, Wampler, Filip) come out right to 12 and more.
 *
 * @param y n numbers
 * @param columns n numbers a column; the keys name the coefficients
 * @throws {FitError} naming the column and rows: unequal lengths, NaN, fewer than p + 1 points, a
 * column that never changes or that is a combination of others
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { leastSquares } from "@kgen/stats";
 *
 * const fit = leastSquares([3.1, 4.9, 7.2, 8.8, 11.1], { nfe: [1, 2, 3, 4, 5], size: [1, 0, 1, 0, 1] });
 * assert.deepEqual(fit.coefficients.map((c) => c.name), ["intercept", "nfe", "size"]);
 * assert.equal(fit.predict([6, 0]).toFixed(2), "12.82");
 * ```
 */
export function leastSquares(
  y: ArrayLike<number>,
  columns: Record<string, ArrayLike<number>>,
  options: LinearOptions = {},
): LinearFit {
  const entries = Object.entries(columns);
  if (entries.length === 0 && options.intercept === false) {
    throw new FitError(
      "argument",
      "Nothing to fit: give at least one column or keep the intercept.",
    );
  }
  for (const [name, values] of entries) {
    checkLength(name, values.length, y.length, "y");
    checkFinite(name, values);
  }
  const design = entries.map(([name, values]) => ({ name, values: Array.from(values, toDD) }));
  return fitColumns(y, design, options, (x) => typeof x === "number" ? [x] : x);
}

/**
 * A straight line through (x, y): y = intercept + slope·x.
 *
 * @param x n numbers
 * @param y n numbers
 * @param options also `name`, the predictor's name in the table and in errors ("x")
 * @throws {FitError} see {@link leastSquares}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearFit } from "@kgen/stats";
 *
 * // Seconds of five jobs against their NFE: the slope is s per NFE, the intercept the overhead.
 * const fit = linearFit([4, 8, 16, 20, 30], [1.10, 1.65, 2.81, 3.35, 4.79]);
 * const [overhead, perNfe] = fit.coefficients;
 * assert.equal(perNfe.value.toFixed(3), "0.142");
 * assert.equal(overhead.value.toFixed(2), "0.52");
 * console.log(String(fit));
 * ```
 */
export function linearFit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: LinearOptions & { name?: string } = {},
): LinearFit {
  return leastSquares(y, { [options.name ?? "x"]: x }, options);
}

/**
 * A polynomial y = b₀ + b₁x + … + b_d·x^d. The powers are formed in double-double too: rounded to
 * doubles they would cost NIST's Filip (degree 10) half of its digits.
 *
 * @throws {FitError} see {@link leastSquares}; also for a degree that is not a whole number ≥ 1
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { polynomialFit } from "@kgen/stats";
 *
 * const fit = polynomialFit([0, 1, 2, 3, 4], [1, 6, 17, 34, 57], 2); // 1 + 2x + 3x²
 * assert.deepEqual(fit.coefficients.map((c) => c.value.toFixed(9)), ["1.000000000", "2.000000000", "3.000000000"]);
 * ```
 */
export function polynomialFit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  degree: number,
  options: LinearOptions & { name?: string } = {},
): LinearFit {
  const name = options.name ?? "x";
  if (!Number.isInteger(degree) || degree < 1) {
    throw new FitError("argument", `The degree must be a whole number from 1 up; got ${degree}.`);
  }
  checkLength(name, x.length, y.length, "y");
  checkFinite(name, x);
  const base = Array.from(x, toDD);
  const design: Column[] = [{ name, values: base }];
  for (let d = 2; d <= degree; d++) {
    const last = design[d - 2].values;
    design.push({ name: `${name}^${d}`, values: last.map((v, i) => multiply(v, base[i])) });
  }
  const powers = (x: number) => design.map((_, j) => x ** (j + 1));
  return fitColumns(y, design, options, (x) => powers(typeof x === "number" ? x : x[0]));
}
