import { test } from "uvu";
import * as assert from "uvu/assert";
import { inspect } from "node:util";
import { arrhenius, arrheniusSegmented, arrheniusWith, GAS_CONSTANT, kelvin } from "@kgen/kinetics";
import { dataset } from "@kgen/tables";
import { failure } from "./failure.ts";
import { normal } from "./synthetic.ts";

const close = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.abs(b), `${a} is not ${b}`);

/** SYNTHETIC points that follow Ea/R = 1200 K, ln A = 5.9 but for noise. */
function points(noise: number, seed = 1) {
  const e = normal(seed);
  return Array.from({ length: 60 }, (_, i) => {
    const T_K = 310 + 0.7 * i;
    return { T_K, k: Math.exp(5.9 - 1200 / T_K + noise * e()) };
  });
}

test("exact points give their constants, in K and kJ/mol", () => {
  const fit = arrhenius(points(1e-12));
  close(fit.EaR.value, 1200, 1e-7);
  close(fit.lnA.value, 5.9, 1e-7);
  close(fit.Ea.value, 1200 * GAS_CONSTANT / 1000, 1e-7);
  close(fit.kAt(343.15).value, Math.exp(5.9 - 1200 / 343.15), 1e-9);
  assert.ok(fit.effect);
  assert.is(GAS_CONSTANT, 8.314462618);
});

test("k at a temperature has the error of the full covariance, by hand", () => {
  const fit = arrhenius(points(0.02), { errors: "plain" });
  const [[aa, ab], [, bb]] = fit.fit.covariance, u = 1 / 330;
  const { value, se, ci } = fit.kAt(330);
  close(se, value * Math.sqrt(aa + 2 * u * ab + u * u * bb), 1e-9);
  assert.ok(ci[0] < value && value < ci[1]);
  close(ci[0] * ci[1], value * value, 1e-9); // symmetric in ln k
  close(fit.EaR.se, fit.plain.se, 1e-12);
  assert.is(fit.rho, null);
  close(fit.line[100].T_K, Math.min(...fit.points.map((p) => p.T_K)));
});

test("the seed's constants do not give the seed's rates", () => {
  // ln A = 9.8 with Ea/R = 1200 K: 546 s⁻¹ at 70 °C, not 10. For 10 ln A would have to be 5.8.
  const claims = dataset("seed/claims");
  const of = (name: string) => claims.find((c) => c.claim === name)!.value;
  const lnA = of("arrhenius intercept"), EaR = of("arrhenius slope");
  assert.is(Math.exp(lnA - EaR / kelvin(70)).toFixed(0), "546");
  assert.is((Math.log(10) + EaR / kelvin(70)).toFixed(1), "5.8");
});

test("the three answers of the H100 recordings, as they come out", () => {
  const heat = dataset("h100/runs").filter((r) => r.group === "heat");
  const of = (k: "k_sampling" | "k_job", T: "t_before_c" | "t_during_c") =>
    arrhenius(heat.map((r) => ({ T_K: kelvin(r[T]), k: r[k]! })));
  const show = (f: ReturnType<typeof of>) =>
    [f.EaR.value, f.plain.se, f.hac.se, f.EaR.se].map((v) => v.toFixed(0)).join(" ");
  const during = of("k_job", "t_during_c"), mixed = of("k_sampling", "t_during_c");
  const before = of("k_sampling", "t_before_c");
  // Ea/R, then its error: plain, Newey-West, AR(1).
  assert.is(show(during), "2866 635 848 750");
  assert.is(show(mixed), "812 306 337 517");
  assert.is(show(before), "283 235 245 387");
  assert.equal([during, mixed, before].map((f) => f.r2.toFixed(2)), ["0.21", "0.08", "0.02"]);
  assert.equal([during, mixed, before].map((f) => f.effect), [true, false, false]);
  assert.is(before.n, 79);
  assert.match(before.verdict, /no effect of temperature on k between 48\.0 and 65\.5 °C/);
});

test("confounders: recorded ones with their correlation, others named as unknown", () => {
  const bare = arrhenius(points(0.02)).confounders.join(" ");
  assert.match(bare, /SM clock was not recorded: whether it moved with temperature is not known/);
  assert.match(bare, /Temperature rose in the course of the sweep \(r = 1\.0\)/);
  const known = arrhenius(
    points(0.02).map((p) => ({ ...p, sm_clock_mhz: 2000 - p.T_K, power_w: 700 })),
  ).confounders.join(" ");
  assert.match(known, /SM clock moved with temperature \(r = −1\.0\)/);
  assert.match(known, /Power never changed/);
});

test("°C, NaN and rates of 0 are refused with column and rows", () => {
  const bad = points(0.02);
  const celsius = failure(() => arrhenius(bad.map((p) => ({ ...p, T_K: p.T_K - 273.15 }))));
  assert.is(celsius.problem, "not kelvin");
  assert.match(
    celsius.message,
    /Column T_K, rows 0, 1, 2, 3, 4 and 55 more .* °C\? Then add 273\.15/,
  );
  bad[7].k = 0;
  assert.match(failure(() => arrhenius(bad)).message, /Column k, row 7 \(counted from 0\), is 0/);
  bad[7].k = 7, bad[3].T_K = NaN;
  assert.match(failure(() => arrhenius(bad)).message, /Column T_K, row 3 .* is NaN/);
  assert.is(failure(() => arrhenius(points(0).slice(0, 3))).problem, "too few points");
  assert.is(failure(() => arrhenius(points(0.1)).kAt(60)).problem, "not kelvin");
  assert.is(
    failure(() => arrhenius(points(0.1), { errors: "HAC" as "plain" })).problem,
    "argument",
  );
  assert.throws(() => arrhenius(points(0.1).map((p) => ({ ...p, T_K: 320 }))), /1\/T/);
});

test("other errors on request; few points are said", () => {
  assert.match(arrhenius(points(0.02), { errors: { lags: 4 } }).errors, /Newey-West, 4 lags/);
  assert.match(arrhenius(points(0.02), { errors: "HC3" }).errors, /HC3/);
  assert.match(arrhenius(points(0.02).slice(0, 8)).notes[0], /8 points are too few/);
});

test("prints itself, and JSON holds the numbers", () => {
  const fit = arrhenius(points(0.02));
  assert.is(inspect(fit), String(fit));
  assert.match(String(fit), /^Arrhenius fit of 60 points, R² 0\.9/);
  assert.match(String(fit), /Ea {4}\d+\.\d+ ± .* kJ\/mol/);
  assert.is(JSON.parse(JSON.stringify(fit)).EaR.unit, "K");
});

test("covariates: separable ones get numbers, collinear ones none", () => {
  const e = normal(3);
  const free = points(0.01).map((p) => {
    const clock = 1800 * Math.exp(0.03 * e());
    return { ...p, sm_clock_mhz: clock, k: p.k * clock / 1800 };
  });
  const fit = arrheniusWith(free, ["sm_clock_mhz"]);
  assert.ok(fit.separable);
  close(fit.EaR!.value, 1200, 0.1);
  close(fit.elasticities![0].estimate.value, 1, 0.1);
  assert.ok(fit.vif["1/T"] < 1.5);

  const tied = points(0.01).map((p) => ({ ...p, sm_clock_mhz: 2200 - p.T_K + 0.5 * e() }));
  const none = arrheniusWith(tied, ["sm_clock_mhz"]);
  assert.not(none.separable);
  assert.is(none.EaR, null);
  assert.is(none.elasticities, null);
  assert.ok(none.vif["SM clock"] > 10);
  assert.match(none.verdict, /moved together .* cannot say which of them moved k/);
  assert.ok(none.alone.effect);

  // r about 0.96: a variance inflation above 10 at a condition number of only 8.
  const near = points(0.01).map((p) => ({ ...p, sm_clock_mhz: 2200 - p.T_K + 3.5 * e() }));
  const refused = arrheniusWith(near, ["sm_clock_mhz"]);
  assert.ok(refused.condition < 30 && refused.vif["1/T"] > 10, JSON.stringify(refused.vif));
  assert.not(refused.separable);

  const exact = points(0.01).map((p) => ({
    ...p,
    power_w: 1e5 / p.T_K,
    sm_clock_mhz: 1e6 / p.T_K,
  }));
  assert.is(arrheniusWith(exact, ["sm_clock_mhz", "power_w"]).separable, false);
});

test("covariates: bad input", () => {
  const bare = points(0.01);
  assert.is(failure(() => arrheniusWith(bare, ["sm_clock_mhz"])).problem, "too few points");
  assert.match(
    failure(() => arrheniusWith(bare, ["fan" as "power_w"])).message,
    /sm_clock_mhz, power_w; got/,
  );
  const fixed = bare.map((p) => ({ ...p, power_w: 700 }));
  assert.match(failure(() => arrheniusWith(fixed, ["power_w"])).message, /power never changes/);
  const holes = bare.map((p, i) => ({ ...p, power_w: i < 5 ? null : 600 + 7 * (i % 9) }));
  assert.is(arrheniusWith(holes, ["power_w"]).left_out, 5);
  holes[9].power_w = -1;
  assert.match(failure(() => arrheniusWith(holes, ["power_w"])).message, /power_w, row 4 .* is -1/);
});

test("a break and its plateau are found where they are", () => {
  const e = normal(8);
  const bent = points(0).map((p) => {
    const T = Math.min(p.T_K, 340);
    return { T_K: p.T_K, k: Math.exp(5.9 - 1200 / T + 0.004 * e()) };
  });
  const fit = arrheniusSegmented(bent, { simulations: 499 });
  assert.ok(fit.broken && fit.plateau);
  assert.ok(fit.breakT.ci[0] < 340 && 340 < fit.breakT.ci[1], String(fit));
  assert.ok(fit.cool.ci[0] < 1200 && 1200 < fit.cool.ci[1]);
  assert.match(fit.verdict, /The slope changes at 6\d\.\d °C .* above it k may be flat/);
  assert.is(fit.line.length, 3);
  const straight = arrheniusSegmented(points(0.01), { simulations: 499 });
  assert.not(straight.broken);
  assert.match(straight.verdict, /no break/);
});

test.run();
