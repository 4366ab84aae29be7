// Bad input of the robust, segmented, bootstrap, band, comparison and diagnosis functions, and their edges.
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  band,
  bootstrap,
  bootstrapLine,
  compare,
  diagnose,
  FitError,
  huber,
  leastSquares,
  linearFit,
  meanInterval,
  median,
  nonlinearFit,
  polynomialFit,
  random,
  segmentedFit,
  theilSen,
} from "@kgen/stats";

function failure(call: () => unknown): FitError {
  try {
    call();
  } catch (e) {
    assert.instance(e, FitError, String(e));
    return e as FitError;
  }
  throw new Error("nothing was thrown");
}
const near = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

const x = [1, 2, 3, 4, 5, 6, 7, 8], y = [1.1, 2.3, 2.8, 4.4, 5.1, 5.7, 7.2, 8.1];

const lines: [string, (x: number[], y: number[]) => unknown][] = [
  ["linearFit with HAC errors", (x, y) => linearFit(x, y, { errors: { lags: 1 } })],
  ["theilSen", (x, y) => theilSen(x, y)],
  ["huber", (x, y) => huber(y, x)],
  ["segmentedFit", (x, y) => segmentedFit(x, y)],
  ["bootstrapLine", (x, y) => bootstrapLine(x, y)],
];
for (const [name, fit] of lines) {
  test(`${name} names what is wrong with its data`, () => {
    const nan = failure(() => fit(x, y.map((v, i) => i === 2 || i === 5 ? NaN : v)));
    assert.is(nan.problem, "not finite");
    assert.is(nan.column, "y");
    assert.equal(nan.rows, [2, 5]);
    const infinite = failure(() => fit(x.map((v, i) => i === 7 ? Infinity : v), y));
    assert.is(infinite.column, "x");
    assert.equal(infinite.rows, [7]);
    assert.is(failure(() => fit(x.slice(0, 2), y.slice(0, 2))).problem, "too few");
    const constant = failure(() => fit(x.map(() => 3), y));
    assert.is(constant.problem, "constant");
    assert.match(constant.message, /"x" is 3 in all 8 rows/);
    assert.is(failure(() => fit(x, y.slice(1))).problem, "length");
    assert.is(failure(() => fit([], [])).problem, "too few");
  });
}

test("robust errors refuse what they do not know and a row that has no error", () => {
  for (const errors of ["HC4", { lags: -1 }, { lags: 8 }, { lags: 1.5 }, null, {}]) {
    const e = failure(() => linearFit(x, y, { errors: errors as never }));
    assert.match(e.message, /"plain", "HC3", \{ lags: "auto" \} or \{ lags: 0 to 7 \}/);
  }
  const only = x.map((_, i) => i === 3 ? 1 : 0);
  const lone = failure(() => leastSquares(y, { x, only }, { errors: "HC3" }));
  assert.equal(lone.rows, [3]);
  assert.match(lone.message, /Row 3 .*leverage 1/);
  const errors = { lags: 1, smallSample: true };
  assert.equal(failure(() => leastSquares(y, { x, only }, { errors })).rows, [3]);
  assert.is(leastSquares(y, { x, only }, { errors: { lags: 1 } }).n, 8);
});

test("small-sample HAC has fewer degrees of freedom and wider intervals, and says so", () => {
  const plain = linearFit(x, y, { errors: { lags: 2 } }), c = plain.coefficients[1];
  const small = linearFit(x, y, { errors: { lags: 2, smallSample: true } }),
    d = small.coefficients[1];
  assert.is(plain.dfErrors, 6);
  assert.is(small.dfErrors, 4); // 3·8/(2·3)
  assert.ok(d.ci[1] - d.ci[0] > c.ci[1] - c.ci[0]);
  assert.match(small.errors, /small sample/);
  // with 0 lags it is HC3's covariance
  const hc3 = linearFit(x, y, { errors: "HC3" });
  const none = linearFit(x, y, { errors: { lags: 0, smallSample: true } });
  near(none.covariance[1][1], hc3.covariance[1][1], 1e-14);
});

test("Huber: outliers aside it is least squares; a perfect line and k are handled", () => {
  const wide = huber(y, x, { k: 1e6 }), ols = linearFit(x, y);
  wide.coefficients.forEach((c, j) => near(c.value, ols.coefficients[j].value, 1e-12));
  const perfect = huber([2, 4, 6, 8, 10, 99], [1, 2, 3, 4, 5, 6], { intercept: false });
  near(perfect.coefficients[0].value, 2, 1e-6);
  assert.match(failure(() => huber(y, x, { k: 0 })).message, /k must be positive/);
  assert.match(failure(() => huber(y, { a: x, b: x })).message, /"b" is a combination/);
  assert.ok(Number.isNaN(wide.aicc));
});

test("a broken line without room for a break, or with none in the data, says so", () => {
  const few = failure(() => segmentedFit([1, 2, 3, 4, 5], [1, 2, 3, 2, 1], { edge: 3 }));
  assert.is(few.problem, "too few");
  assert.match(few.message, /each side needs 3 rows/);
  const piled = failure(() => segmentedFit([1, 1, 1, 1, 5, 5, 5, 5], y));
  assert.match(piled.message, /No place is left for a break in "x"/);
  assert.match(failure(() => segmentedFit(x, y, { edge: 1 })).message, /edge must be/);
  assert.match(failure(() => segmentedFit(x, y, { simulations: 0 })).message, /simulations must/);
  const straight = segmentedFit(x, y);
  assert.ok(straight.test.p > 0.05);
  assert.match(String(straight), /no break, so its place means nothing/);
  assert.match(straight.notes.join(), /where the search ends/);
});

test("a broken line without noise is found exactly, between the points and at one", () => {
  for (const at of [4.3, 4]) {
    const fit = segmentedFit(x, x.map((v) => 2 + v - 3 * Math.max(v - at, 0)));
    near(fit.break.value, at, 1e-7);
    near(fit.before.slope, 1, 1e-7);
    near(fit.after.slope, -2, 1e-7);
    near(fit.predict(10), 2 + 10 - 3 * (10 - at), 1e-6);
    assert.ok(fit.test.p <= 1 / 2000);
  }
});

test("a break right at a data point is exactly there, and its slopes have errors", () => {
  const r = random(5), places = [1.387, 2.012, 3.257, 4.783];
  const xs = places.flatMap((v) => [v, v, v]);
  let at = 0;
  for (let trial = 0; trial < 50; trial++) {
    const fit = segmentedFit(xs, xs.map(() => r.normal()), { simulations: 19 });
    if (places.includes(fit.break.value)) at++;
    assert.ok(fit.before.se > 0 && fit.after.se > 0);
  }
  assert.ok(at > 10, `${at}`);
});

test("a broken line does not depend on the scale of x and y", () => {
  const r = random(3), xs = Array.from({ length: 30 }, (_, i) => i);
  const ys = xs.map((v) => v - 1.5 * Math.max(v - 17, 0) + r.normal());
  const a = segmentedFit(xs, ys);
  const b = segmentedFit(xs.map((v) => 1e-3 * v + 300), ys.map((v) => 1e6 * v - 5));
  near((b.break.value - 300) * 1e3, a.break.value, 1e-8);
  near((b.break.ci[0] - 300) * 1e3, a.break.ci[0], 1e-8);
  near(b.test.supF, a.test.supF, 1e-8);
  assert.is(b.test.p, a.test.p);
});

test("bands: bad kind, level and x; a copy of a fit and a Theil-Sen line have none", () => {
  const fit = linearFit(x, y);
  assert.match(failure(() => band(fit, [1], "both" as never)).message, /"both"/);
  assert.match(failure(() => band(fit, [1], "confidence", 95)).message, /0.95/);
  assert.equal(failure(() => band(fit, [1, NaN])).rows, [1]);
  assert.match(failure(() => band({ ...fit }, [1])).message, /a copy does not do/);
  assert.match(failure(() => diagnose(theilSen(x, y))).message, /Theil-Sen/);
  const zero = band(linearFit(x, y, { intercept: false }), [0])[0];
  assert.equal([zero.y, zero.se], [0, 0]);
  const robust = band(linearFit(x, y, { errors: "HC3" }), [0])[0];
  near(robust.se, linearFit(x, y, { errors: "HC3" }).coefficients[0].se, 1e-12);
  // a parameter that its bound holds counts as known
  const line = (v: number, [a, b]: number[]) => a + b * v;
  const bound = nonlinearFit(line, x, y, [1, 1], { lower: [0.5, -9] });
  assert.equal(bound.atBound, ["b1"]);
  near(band(bound, [4])[0].se, 4 * bound.coefficients[1].se, 1e-9);
  const cubic = polynomialFit(x, y, 3);
  near(band(cubic, [2.5])[0].y, cubic.predict(2.5), 1e-12);
});

test("an outlier's studentised residual is its distance from the fit without it", () => {
  const off = y.map((v, i) => i === 4 ? v + 9 : v);
  const [found] = diagnose(linearFit(x, off)).outliers;
  assert.is(found.row, 4);
  const without = linearFit(x.filter((_, i) => i !== 4), off.filter((_, i) => i !== 4));
  const [there] = band(without, [5], "prediction");
  near(found.t, (off[4] - there.y) / there.se, 1e-10);
});

test("diagnosis: leverage, influence and collinearity in words, rows named", () => {
  const far = diagnose(linearFit([...x, 60], [...y, 40]));
  assert.equal(far.highLeverage.map((r) => r.row), [8]);
  assert.equal(far.influential.map((r) => r.row), [8]);
  assert.match(String(far), /by themselves move the fit: 8 /);
  const twin = x.map((v, i) => v + 0.01 * (i % 3));
  const fit = leastSquares(y, { x, twin }), d = diagnose(fit);
  assert.ok(d.condition.collinear);
  assert.match(String(d), /above 30/);
  assert.match(String(fit), /condition number is above 30/);
  // a perfect fit has nothing to judge, and nothing breaks
  assert.match(String(diagnose(linearFit([1, 2, 3, 4], [2, 4, 6, 8]))), /Durbin-Watson/);
});

test("comparison: different data, fits without likelihood, and nesting that cannot be", () => {
  const a = linearFit(x, y), b = polynomialFit(x, y, 2);
  assert.match(failure(() => compare(a, linearFit(x.slice(1), y.slice(1)))).message, /8 and 7/);
  const other = failure(() => compare(a, linearFit(x, y.map((v, i) => i === 3 ? v + 1 : v))));
  assert.equal(other.rows, [3]);
  assert.match(failure(() => compare(a, huber(y, x))).message, /no likelihood/);
  assert.match(failure(() => compare(a, linearFit(x, y), { nested: true })).message, /number of/);
  assert.is(compare(a, b, { nested: false }).f, null);
  const c = compare(a, b), d = compare(b, a);
  near(c.weightA + d.weightA, 1);
  near(c.deltaAicc, -d.deltaAicc);
  assert.is(c.f!.p, d.f!.p);
  assert.is(d.f!.smaller, "b");
  // nonlinear: only when it is said
  const one = nonlinearFit((x, [k]) => k * x, x, y, [1]);
  const two = nonlinearFit((x, [k, q]) => k * x + q * x * x, x, y, [1, 0]);
  assert.is(compare(one, two).f, null);
  const same = compare(
    linearFit(x, y, { intercept: false }),
    polynomialFit(x, y, 2, { intercept: false }),
  );
  near(compare(one, two, { nested: true }).f!.p, same.f!.p, 1e-6);
  assert.match(c.verdict, /do not tell a and b apart|better/);
});

test("bootstrap: seeded, near the theory, and its errors", () => {
  const r = random(11), data = Array.from({ length: 50 }, () => 3 + r.normal());
  const mean = (s: number[]) => s.reduce((a, v) => a + v, 0) / s.length;
  const b = bootstrap(data, mean, { seed: 5 }), again = bootstrap(data, mean, { seed: 5 });
  assert.equal(b.replicates, again.replicates);
  assert.not.equal(b.replicates, bootstrap(data, mean, { seed: 6 }).replicates);
  const theory = meanInterval(data);
  near(b.se, theory.se!, 0.05);
  near(b.bca[0], theory.ci![0], 0.05);
  assert.is(JSON.stringify(b).includes("replicates"), false);
  assert.match(String(b), /BCa 95 % interval .* 2000 resamples, seed 5/);
  assert.is(failure(() => bootstrap([1, 2], median)).problem, "too few");
  assert.match(failure(() => bootstrap(data, median, { n: 5 })).message, /100 up; got 5/);
  assert.match(failure(() => bootstrap(data, () => NaN)).message, /statistic of the data is NaN/);
  assert.match(failure(() => bootstrap(data, median, { seed: -1 })).message, /seed/);
});

test("bootstrap of a line: both kinds have the theory's errors; the fast path is plain refitting", () => {
  const r = random(12), xs = Array.from({ length: 60 }, (_, i) => i / 10);
  const ys = xs.map((v) => 1 + 2 * v + r.normal()), fit = linearFit(xs, ys);
  for (const kind of ["pairs", "residual"] as const) {
    const b = bootstrapLine(xs, ys, { seed: 2, kind });
    assert.is(b.slope.estimate, fit.coefficients[1].value);
    // pairs allow for unequal variance, as HC3 does
    const theory = kind === "pairs" ? linearFit(xs, ys, { errors: "HC3" }) : fit;
    near(b.slope.se / theory.coefficients[1].se, 1, 0.05);
    near(b.intercept.se / theory.coefficients[0].se, 1, 0.05);
    assert.is(b.slope.replicates.length, 10_000);
  }
  // by pairs, the general bootstrap with the same seed draws the same rows
  const rows = xs.map((v, i) => [v, ys[i]]);
  const slope = (s: number[][]) =>
    linearFit(s.map((p) => p[0]), s.map((p) => p[1])).coefficients[1].value;
  const intercept = (s: number[][]) =>
    linearFit(s.map((p) => p[0]), s.map((p) => p[1])).coefficients[0].value;
  const line = bootstrapLine(xs, ys, { n: 100, seed: 4 });
  for (const [of, fast] of [[slope, line.slope], [intercept, line.intercept]] as const) {
    const slow = bootstrap(rows, of, { n: 100, seed: 4 });
    slow.replicates.forEach((v, i) => near(fast.replicates[i], v, 1e-10));
    near(fast.bca[0], slow.bca[0], 1e-9);
    near(fast.bca[1], slow.bca[1], 1e-9);
  }
  assert.match(failure(() => bootstrapLine(xs, ys, { kind: "both" as never })).message, /"both"/);
});

test("nonlinear: drawn starts find the lowest of several minima, and need bounds", () => {
  const t = Array.from({ length: 40 }, (_, i) => i / 4), wave = t.map((v) => Math.sin(2.3 * v));
  const model = (t: number, [w]: number[]) => Math.sin(w * t);
  const astray = nonlinearFit(model, t, wave, [5.2]);
  assert.ok(Math.abs(astray.coefficients[0].value - 2.3) > 0.1);
  const bounds = { lower: [0], upper: [6], names: ["w"] };
  const found = nonlinearFit(model, t, wave, [5.2], { ...bounds, starts: 30 });
  near(found.coefficients[0].value, 2.3, 1e-8);
  const open = failure(() => nonlinearFit(model, t, wave, [5.2], { starts: 5 }));
  assert.match(open.message, /finite bounds; "b1"/);
  // a start where the model has no value is passed over when there are others
  const log = (v: number, [a]: number[]) => Math.log(a) * v;
  near(
    nonlinearFit(log, x, y, [[-1], [2]]).coefficients[0].value,
    Math.exp(linearFit(x, y, { intercept: false }).coefficients[0].value),
    1e-8,
  );
});

test("nonlinear: several predictors, and the one that holds NaN is named", () => {
  const rows = x.map((v, i) => [v, i % 2]);
  const fit = nonlinearFit(([a, b], [p, q]) => p * a + q * b, rows, y, [1, 1]);
  const linear = leastSquares(y, { a: x, b: x.map((_, i) => i % 2) }, { intercept: false });
  fit.coefficients.forEach((c, j) => {
    near(c.value, linear.coefficients[j].value, 1e-9);
    near(c.se, linear.coefficients[j].se, 1e-8);
  });
  near(fit.leverage.reduce((s, v) => s + v), 2, 1e-9);
  near(band(fit, [[3, 1]])[0].se, band(linear, [[3, 1]])[0].se, 1e-8);
  rows[4][1] = NaN;
  const bad = failure(() => nonlinearFit(([a, b], [p, q]) => p * a + q * b, rows, y, [1, 1]));
  assert.is(bad.column, "x[1]");
  assert.equal(bad.rows, [4]);
});

test("seeded numbers: uniform, normal and whole ones have their moments", () => {
  const r = random(1), n = 100_000;
  let sum = 0, squares = 0, four = 0, uniform = 0, sixes = 0;
  for (let i = 0; i < n; i++) {
    const z = r.normal();
    sum += z;
    squares += z * z;
    four += z ** 4;
    uniform += r.uniform();
    if (r.below(6) === 5) sixes++;
  }
  assert.ok(Math.abs(sum / n) < 0.015);
  assert.ok(Math.abs(squares / n - 1) < 0.02);
  assert.ok(Math.abs(four / n - 3) < 0.15);
  assert.ok(Math.abs(uniform / n - 0.5) < 0.005);
  assert.ok(Math.abs(sixes / n - 1 / 6) < 0.006);
  assert.not.equal(random(2).uniform(), random(2 + 2 ** 32).uniform());
});

test.run();
