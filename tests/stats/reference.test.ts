// Robust errors, robust lines, bands, diagnosis, broken lines: held to statsmodels, SciPy and NumPy.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  band,
  compare,
  diagnose,
  type Errors,
  huber,
  leastSquares,
  linearFit,
  nonlinearFit,
  segmentedFit,
  theilSen,
} from "@kgen/stats";
import { bootstrapped } from "../../lib/stats/bootstrap.ts";
import { normalAbove, normalQuantile } from "../../lib/stats/normal.ts";
import { xoshiro128 } from "../../lib/stats/random.ts";
import { shapiroWilk } from "../../lib/stats/shapiro.ts";

const file = readFileSync(new URL("reference/reference.jsonl", import.meta.url), "utf8");
const ref = Object.fromEntries(
  file.trim().split("\n").map((line) => JSON.parse(line)).map(({ part, value }) => [part, value]),
);

/** Every number of `got` to a relative (near 0: absolute) tolerance of the one in `wanted`. */
function near(got: unknown, wanted: unknown, tolerance: number, what: string): void {
  const a = [got].flat(3) as number[], b = [wanted].flat(3) as number[];
  assert.is(a.length, b.length, `${what}: ${a.length} numbers for ${b.length}`);
  b.forEach((v, i) =>
    assert.ok(
      Math.abs(a[i] - v) <= tolerance * Math.max(Math.abs(v), 1e-3),
      `${what}[${i}]: ${a[i]} is not ${v}`,
    )
  );
}

const { a, b, y, w, auto } = ref.two;

const robust: [key: string, errors: Errors, weights?: number[]][] = [
  ["HC3", "HC3"],
  ["HAC3", { lags: 3 }],
  ["HAC0", { lags: 0 }],
  ["HACauto", { lags: "auto" }],
  ["wHC3", "HC3", w],
  ["wHAC5", { lags: 5 }, w],
];
for (const [key, errors, weights] of robust) {
  test(`robust errors ${key}: covariance, se, t, p and interval as statsmodels`, () => {
    const fit = leastSquares(y, { a, b }, { errors, weights });
    const want = ref.two[key], got = fit.coefficients;
    near(fit.covariance, want.covariance, 1e-9, "covariance");
    near(got.map((c) => c.se), want.se, 1e-10, "se");
    near(got.map((c) => c.t), want.t, 1e-10, "t");
    got.forEach((c, j) => assert.ok(Math.abs(c.p / want.p[j] - 1) < 1e-8, `p ${c.p} ${want.p[j]}`));
    near(got.map((c) => c.ci), want.ci, 1e-9, "ci");
    const words = key.includes("HC3") ? /HC3/ : key === "HACauto" ? /3 lags, automatic/ : /HAC/;
    assert.match(fit.errors, words);
    assert.match(String(fit), words);
  });
}

test("the automatic lag is the one of Newey and West", () => {
  assert.is(auto, 3);
  const at = (n: number) => {
    const x = Array.from({ length: n }, (_, i) => i), y = x.map((v) => v % 3);
    return linearFit(x, y, { errors: { lags: "auto" } }).errors;
  };
  assert.match(at(100), /4 lags/);
  assert.match(at(30), /3 lags/);
  assert.match(at(1000), /6 lags/);
});

test("Huber: estimate, scale, weights and errors as R's rlm", () => {
  const { x, y, huber: want } = ref.line;
  const fit = huber(y, x);
  near(fit.coefficients.map((c) => c.value), want.params, 1e-9, "coefficients");
  near(fit.scale, want.scale, 1e-9, "scale");
  near(fit.rowWeights, want.weights, 1e-8, "weights");
  near(fit.coefficients.map((c) => c.se), want.se, 1e-9, "se");
  // statsmodels' own differ only in n for n − 1
  near(fit.coefficients.map((c) => c.se), want.statsmodels_se, 2e-3, "se of statsmodels");
  const two = huber(ref.huberTwo.y, { a, b });
  near(two.coefficients.map((c) => c.value), ref.huberTwo.params, 1e-9, "two predictors");
  near(two.coefficients.map((c) => c.se), ref.huberTwo.se, 1e-9, "two predictors, se");
  assert.ok(fit.converged && two.converged);
  assert.match(String(fit), /rows count less; the least: 20 /);
});

test("Theil-Sen: slope, intercept, Sen's interval and p as SciPy, with ties too", () => {
  for (
    const [{ x, y }, want, level] of [
      [ref.line, ref.line.theilSen, 0.95],
      [ref.ties, ref.ties, 0.9],
    ]
  ) {
    const fit = theilSen(x, y, { level }), [intercept, slope] = fit.coefficients;
    near(
      [slope.value, intercept.value, ...slope.ci],
      [
        want.slope,
        want.intercept,
        want.lo,
        want.hi,
      ],
      1e-12,
      "line",
    );
    near(slope.p, want.p, 1e-10, "p");
  }
});

test("bands of a linear fit as statsmodels' get_prediction", () => {
  const fit = leastSquares(y, { a, b });
  const x = [[0, 0], [5.5, 0.3], [20, -2]];
  const inner = band(fit, x), outer = band(fit, x, "prediction");
  const got = inner.map((p, i) => [p.y, p.se, p.lo, p.hi, outer[i].lo, outer[i].hi]);
  near(got, ref.two.band, 1e-10, "band");
});

test("band and HC3 errors of a nonlinear fit as written out in NumPy", () => {
  const { t, I, params, band: want, HC3 } = ref.curve;
  const model = (t: number, [P, k]: number[]) => P * (1 - Math.exp(-k * t));
  const fit = nonlinearFit(model, t, I, [1, 1]);
  near(fit.coefficients.map((c) => c.value), params, 1e-7, "parameters");
  const at = [0.1, 1, 3], outer = band(fit, at, "prediction");
  const got = band(fit, at).map((p, i) => [p.y, p.se, outer[i].hi - p.y]);
  near(got, want, 1e-5, "band");
  near(nonlinearFit(model, t, I, [1, 1], { errors: "HC3" }).covariance, HC3, 1e-5, "HC3");
});

test("diagnosis: leverage, Cook, studentised residuals, Durbin-Watson's p, Shapiro-Wilk", () => {
  const fit = leastSquares(y, { a, b }), d = diagnose(fit);
  near(d.leverage, ref.two.leverage, 1e-11, "leverage");
  near(d.cook, ref.two.cook, 1e-10, "Cook");
  near(d.durbinWatson.value, ref.two.durbinWatson.d, 1e-12, "d");
  assert.ok(
    Math.abs(d.durbinWatson.p / (2 * ref.two.durbinWatson.below) - 1) < 1e-2,
    "p near 1e-6",
  );
  near([d.normality.statistic, d.normality.p], ref.two.shapiro, 1e-6, "Shapiro-Wilk");
  assert.match(String(d), /Neighbouring errors are alike/);
  const line = diagnose(linearFit(ref.line.x, ref.line.y));
  near(line.durbinWatson.p / 2, 1 - ref.line.durbinWatson.below, 1e-7, "p");
  near([line.normality.statistic, line.normality.p], ref.line.shapiro, 1e-6, "not normal");
  assert.equal(line.outliers.map((o) => o.row), [20]);
  assert.match(String(line), /not normal/);
  const worst: number[] = ref.two.external.map(Math.abs);
  assert.is(d.outliers.length, worst.filter((t) => t > 3.6).length); // t(0.05/60, two-sided, 56)
});

test("Durbin-Watson beyond 200 rows: the beta approximation is within 2e-4 of the exact p", () => {
  const d = diagnose(linearFit(ref.many.x, ref.many.y)).durbinWatson;
  assert.match(d.method, /beta/);
  assert.ok(Math.abs(d.p / 2 - ref.many.durbinWatson.below) < 2e-4, `${d.p / 2}`);
});

test("Shapiro-Wilk in all its branches as SciPy", () => {
  for (const { values, W, p } of ref.shapiro) {
    const got = shapiroWilk(values);
    near([got.W, got.p], [W, p], 1e-6, `n = ${values.length}`);
  }
});

test("F test of nested linear fits as statsmodels; the smaller model is found out", () => {
  const full = leastSquares(y, { a, b }), none = leastSquares(y, {});
  const c = compare(none, full, { names: ["the mean", "a and b"] });
  near([c.f!.F], [ref.two.fTest[0]], 1e-10, "F");
  assert.ok(Math.abs(c.f!.p / ref.two.fTest[1] - 1) < 1e-6, "p");
  assert.equal(c.f!.df, [2, 57]);
  assert.is(c.f!.smaller, "a");
  assert.is(c.better, "b");
  assert.is(c.deltaAicc, none.aicc - full.aicc);
  // neither is a special case of the other
  assert.is(compare(leastSquares(y, { a }), leastSquares(y, { b })).f, null);
  assert.is(compare(leastSquares(y, { a }), leastSquares(y, { b, w })).f, null);
  assert.ok(compare(leastSquares(y, { a }), full).f !== null);
});

test("broken line: place, interval, slopes and their errors as by brute force, rows in any order", () => {
  const { x, y, place, ci, before, after, se, rss, supF } = ref.broken;
  const fit = segmentedFit(x, y, { simulations: 199 });
  near(fit.break.value, place, 1e-7, "place");
  near(fit.break.ci, ci, 1e-7, "interval");
  near([fit.before.slope, fit.after.slope], [before, after], 1e-6, "slopes");
  near([fit.before.se, fit.after.se], se, 1e-6, "se");
  near([fit.rss, fit.test.supF], [rss, supF], 1e-8, "rss and F");
  assert.match(String(fit), /these data show a break/);
});

test("BCa and percentile intervals from given replicates", () => {
  const { replicates, jackknife, estimate, bca, percentile } = ref.bca;
  const got = bootstrapped(estimate, Float64Array.from(replicates), jackknife, 0.95, 1, "");
  near(got.bca, bca, 1e-10, "BCa");
  near(got.percentile, percentile, 1e-12, "percentile");
});

test("normal quantile and tail to 13 digits", () => {
  const { p, quantile, z, above } = ref.normal;
  p.forEach((v: number, i: number) => {
    assert.ok(Math.abs(normalQuantile(v) - quantile[i]) <= 2e-13 * Math.abs(quantile[i]), `${v}`);
  });
  z.forEach((v: number, i: number) => {
    assert.ok(Math.abs(normalAbove(v) / above[i] - 1) < 2e-13, `${v}: ${normalAbove(v)}`);
  });
});

test("the generator is xoshiro128**", () => {
  const bits = xoshiro128(1, 2, 3, 4);
  assert.equal(ref.xoshiro.map(bits), ref.xoshiro);
});

test.run();
