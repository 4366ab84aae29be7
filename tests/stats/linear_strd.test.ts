import { test } from "uvu";
import * as assert from "uvu/assert";
import { leastSquares, type LinearFit, polynomialFit } from "@kgen/stats";
import { digits, fewest, printDigits, type Reference, reference } from "./strd.ts";

// Degree of the polynomial; 0 stands for Longley's six columns.
const sets: [name: string, degree: number, intercept: boolean][] = [
  ["Norris", 1, true],
  ["Pontius", 2, true],
  ["NoInt1", 1, false],
  ["NoInt2", 1, false],
  ["Filip", 10, true],
  ["Longley", 0, true],
  ["Wampler1", 5, true],
  ["Wampler2", 5, true],
  ["Wampler3", 5, true],
  ["Wampler4", 5, true],
  ["Wampler5", 5, true],
];

function fitOf(ref: Reference, degree: number, intercept: boolean): LinearFit {
  if (degree > 0) return polynomialFit(ref.x[0], ref.y, degree, { intercept });
  return leastSquares(ref.y, Object.fromEntries(ref.x.map((c, j) => [`x${j + 1}`, c])));
}

const table = [["set", "points", "coefficients", "standard errors"]];

for (const [name, degree, intercept] of sets) {
  test(`NIST StRD ${name}: coefficients and standard errors to 12 digits`, () => {
    const ref = reference(name);
    const fit = fitOf(ref, degree, intercept);
    const values = fewest(fit.coefficients.map((c) => c.value), ref.values);
    const errors = fewest(fit.coefficients.map((c) => c.se), ref.errors);
    table.push([name, String(ref.y.length), values.toFixed(1), errors.toFixed(1)]);
    assert.is(fit.coefficients.length, ref.values.length);
    assert.ok(values >= 12, `coefficients to ${values} digits`);
    assert.ok(errors >= 12, `standard errors to ${errors} digits`);
    if (ref.sigma !== null) assert.ok(digits(fit.sigma, ref.sigma) >= 12, "sigma");
    if (ref.r2 !== null) assert.ok(digits(fit.r2, ref.r2) >= 12, "R²");
  });
}

test("the table", () => printDigits("NIST StRD, linear: right digits, at most 15", table));

test.run();
