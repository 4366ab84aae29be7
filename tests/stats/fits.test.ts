import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  aicc,
  FitError,
  fitTable,
  leastSquares,
  linearFit,
  meanInterval,
  median,
  nonlinearFit,
  polynomialFit,
  quantile,
  tInterval,
} from "@kgen/stats";

const close = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

/** The FitError that a call throws. */
function failure(call: () => unknown): FitError {
  try {
    call();
  } catch (e) {
    assert.instance(e, FitError);
    return e as FitError;
  }
  throw new Error("nothing was thrown");
}

test("a weight of 2 gives the coefficients of a row given twice", () => {
  const x = [1, 2, 3, 4, 6], y = [1.1, 2.3, 2.8, 4.4, 5.7];
  const weighted = linearFit(x, y, { weights: [1, 2, 1, 1, 1] });
  const twice = linearFit([...x, 2], [...y, 2.3]);
  weighted.coefficients.forEach((c, j) => close(c.value, twice.coefficients[j].value, 1e-13));
  close(weighted.rss, twice.rss, 1e-13);
  // ... and so does the nonlinear fitter
  const line = (v: number, [a, b]: number[]) => a + b * v;
  const nonlinear = nonlinearFit(line, x, y, [0, 0.5], { weights: [1, 2, 1, 1, 1] });
  nonlinear.coefficients.forEach((c, j) => {
    close(c.value, weighted.coefficients[j].value, 1e-9);
    close(c.se, weighted.coefficients[j].se, 1e-7);
  });
  close(nonlinear.aicc, weighted.aicc, 1e-9);
});

test("AIC, AICc and BIC are on R's scale", () => {
  // R: m <- lm(dist ~ speed, cars); AIC(m) 419.1569, BIC(m) 424.8929
  const speed = [
    ...[
      4,
      4,
      7,
      7,
      8,
      9,
      10,
      10,
      10,
      11,
      11,
      12,
      12,
      12,
      12,
      13,
      13,
      13,
      13,
      14,
      14,
      14,
      14,
      15,
      15,
    ],
    ...[
      15,
      16,
      16,
      17,
      17,
      17,
      18,
      18,
      18,
      18,
      19,
      19,
      19,
      20,
      20,
      20,
      20,
      20,
      22,
      23,
      24,
      24,
      24,
      24,
      25,
    ],
  ];
  const dist = [
    ...[
      2,
      10,
      4,
      22,
      16,
      10,
      18,
      26,
      34,
      17,
      28,
      14,
      20,
      24,
      28,
      26,
      34,
      34,
      46,
      26,
      36,
      60,
      80,
      20,
      26,
    ],
    ...[
      54,
      32,
      40,
      32,
      40,
      50,
      42,
      56,
      76,
      84,
      36,
      46,
      68,
      32,
      48,
      52,
      56,
      64,
      66,
      54,
      70,
      92,
      93,
      120,
      85,
    ],
  ];
  const fit = linearFit(speed, dist, { name: "speed" });
  assert.is(fit.coefficients[0].value.toFixed(4), "-17.5791");
  assert.is(fit.coefficients[1].se.toFixed(4), "0.4155");
  assert.is(fit.aic.toFixed(4), "419.1569");
  assert.is(fit.bic.toFixed(4), "424.8929");
  close(fit.aicc, aicc(50, 3, fit.rss));
  close(fit.aicc - fit.aic, 24 / 46);
  close(fit.leverage.reduce((s, v) => s + v), 2, 1e-12);
  assert.match(String(fit), /speed +3\.93241 +0\.4155 +9\.464/);
  assert.is(JSON.stringify(fitTable(fit)[1].name), '"speed"');
});

test("AICc is Infinity, never NaN, when the points do not suffice", () => {
  assert.is(aicc(4, 3, 0.1), Infinity);
  assert.is(aicc(4, 3, 0), Infinity);
  assert.is(aicc(5, 3, 0), -Infinity);
});

test("condition number: 1 for orthogonal columns, the textbook value for two correlated ones", () => {
  close(leastSquares([1, 2, 3, 5], { a: [1, -1, 1, -1], b: [1, 1, -1, -1] }).condition, 1, 1e-12);
  // unit columns with cosine c have singular values √(1±c): a = (1,0), b = (1,1)/√2
  const fit = leastSquares([1, 2, 3], { a: [1, 0, 0], b: [1, 1, 0] }, { intercept: false });
  const c = Math.SQRT1_2;
  close(fit.condition, Math.sqrt((1 + c) / (1 - c)), 1e-12);
});

test("Durbin-Watson by hand", () => {
  const fit = linearFit([0, 1, 2, 3], [1, -1, 1, -1], {});
  const e = fit.residuals;
  const by = e.slice(1).reduce((s, v, i) => s + (v - e[i]) ** 2, 0) /
    e.reduce((s, v) => s + v * v, 0);
  close(fit.dw, by);
});

test("moments: t interval, median, type-7 quantile", () => {
  const m = meanInterval([11.11, 8.79]); // the two Turbo rows of the seed: "10.0 ± 1.2"
  assert.is(m.mean.toFixed(2), "9.95");
  assert.is(m.se!.toFixed(2), "1.16");
  close(m.ci![1] - m.mean, 12.706204736174694 * m.se!, 1e-10); // t(0.975, 1) = tan(0.475π)
  close(tInterval(0, 1, 1)[1], Math.tan(0.475 * Math.PI), 1e-12);
  assert.is(meanInterval([7]).se, null);
  assert.is(median([3, 1, 2, 10]), 2.5);
  assert.is(quantile([4, 1, 3, 2], 0.9), 3.7);
});

test("bounds: a parameter that its bound holds is named and the others are right", () => {
  const x = [1, 2, 3, 4, 5, 6], y = x.map((v, i) => 2 * v - 1 + (i % 2 ? 0.1 : -0.1));
  const line = (v: number, [a, b]: number[]) => a + b * v;
  const fit = nonlinearFit(line, x, y, [1, 1], { names: ["a", "b"], lower: [0, -Infinity] });
  const through0 = linearFit(x, y, { intercept: false });
  assert.equal(fit.atBound, ["a"]);
  assert.is(fit.coefficients[0].value, 0);
  assert.ok(Number.isNaN(fit.coefficients[0].se));
  close(fit.coefficients[1].value, through0.coefficients[0].value, 1e-9);
  assert.ok(fit.converged);
  // a bound that does not bind changes nothing
  const free = nonlinearFit(line, x, y, [1, 1], { lower: [-50, 0], upper: [50, 50] });
  assert.equal(free.atBound, []);
  close(free.coefficients[0].value, linearFit(x, y).coefficients[0].value, 1e-9);
});

test("bad input is named: column, rows and what to do", () => {
  const nan = failure(() => leastSquares([1, 2, 3, 4], { gpu: [1, NaN, 3, Infinity] }));
  assert.is(nan.problem, "not finite");
  assert.is(nan.column, "gpu");
  assert.equal(nan.rows, [1, 3]);
  assert.match(nan.message, /Column "gpu" holds NaN in rows 1, 3 .*Leave those rows out/);

  assert.match(
    failure(() => linearFit([1, 2, 3], [1, null as unknown as number, 3])).message,
    /"y" holds null/,
  );
  assert.is(failure(() => linearFit([1, 2], [1, 2])).problem, "too few");
  assert.match(
    failure(() => linearFit([1, 2], [1, 2])).message,
    /2 points cannot determine 2 .*at least 3/,
  );
  assert.match(
    failure(() => linearFit([5, 5, 5], [1, 2, 3], { name: "T" })).message,
    /"T" is 5 in all 3 rows/,
  );
  assert.match(
    failure(() => linearFit([1, 2, 3], [1, 2])).message,
    /"x" has 3 values and "y" has 2/,
  );
  assert.is(failure(() => linearFit([1, 2, 3], [1, 2, 4], { level: 95 })).problem, "argument");
  assert.equal(failure(() => linearFit([1, 2, 3], [1, 2, 4], { weights: [1, 0, 1] })).rows, [1]);
  assert.is(failure(() => polynomialFit([1, 2, 3], [1, 2, 4], 0)).problem, "argument");
  assert.is(failure(() => median([])).problem, "too few");

  const a = [1, 2, 3, 4, 5.5], b = [2, 1, 0, 1, 2];
  const both = a.map((v, i) => 0.1 * v + 0.3 * b[i]);
  const singular = failure(() => leastSquares([1, 2, 3, 4, 5], { a, b, both }));
  assert.is(singular.problem, "singular");
  assert.is(singular.column, "both");
  assert.match(singular.message, /"both" is a combination of "intercept", "a", "b"/);
});

test("nonlinear: what the data cannot determine is named", () => {
  const x = [1, 2, 3, 4], y = [2.1, 3.9, 6.1, 8.0];
  const product = failure(() =>
    nonlinearFit((v, [a, b]) => a * b * v, x, y, [1, 1], { names: ["a", "b"] })
  );
  assert.is(product.problem, "singular");
  assert.match(product.message, /"b" cannot be told apart from "a"/);
  assert.match(
    failure(() => nonlinearFit((v, [a]) => Math.log(a) * v, x, y, [-1], { names: ["a"] })).message,
    /not finite at the start \(a = -1\)/,
  );
  assert.is(failure(() => nonlinearFit((v, [a]) => a * v, [1], [1], [1])).problem, "too few");
  const reversed = () => nonlinearFit((v, [a]) => a * v, x, y, [1], { lower: [2], upper: [1] });
  assert.match(failure(reversed).message, /leave no room/);
});

test.run();
