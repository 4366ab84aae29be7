/** Tests of means, effect sizes and corrections, held to published values. */
import {
  adjusted,
  FitError,
  pairedTest,
  power,
  signFlip,
  smallestSeen,
  twoGroupTest,
} from "@kgen/stats";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hedges } from "../../lib/stats/effect_size.ts";
import { noncentralT } from "../../lib/stats/noncentral_t.ts";

const near = (a: number, b: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${what}: ${a} is not ${b}`);

test("corrections: R's multtest (mt.rawp2adjp), as recorded in statsmodels' tests", () => {
  // Not in order, so that the order is tested too; rows are p, Holm, BH.
  const rows = [
    [0.838541367553, 1, 0.93171263061444454],
    [0.642193923795, 1, 0.89533672797500008],
    [0.680845947633, 1, 0.89533672797500008],
    [0.967833824309, 1, 0.967833824309],
    [0.71626938238, 1, 0.89533672797500008],
    [0.177096952723, 1, 0.354193905446],
    [5.23656777208e-5, 5.23656777208e-4, 5.23656777208e-4],
    [0.0202732688798, 0.14191288215860001, 0.0506831721995],
    [0.00028140506198, 0.0025326455578199999, 0.0014070253099],
    [0.0149877310796, 0.1199018486368, 0.04995910359866667],
  ];
  const p = rows.map((r) => r[0]);
  adjusted(p, "holm").forEach((v, i) => near(v, rows[i][1], 1e-14, `Holm ${i}`));
  adjusted(p, "benjamini-hochberg").forEach((v, i) => near(v, rows[i][2], 1e-14, `BH ${i}`));
});

test("corrections: Benjamini and Hochberg's own example (1995, 4.1)", () => {
  const p = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    ...[0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0],
  ];
  const below = (method: Parameters<typeof adjusted>[1]) =>
    adjusted(p, method).filter((v) => v <= 0.05).length;
  assert.equal([below("benjamini-hochberg"), below("bonferroni"), below("none")], [4, 3, 9]);
});

test("a comparison that could not be made does not count", () => {
  assert.equal(adjusted([0.02, null, 0.01, NaN], "holm"), [0.02, NaN, 0.02, NaN]);
  assert.equal(adjusted([], "holm"), []);
  assert.throws(() => adjusted([0.5, 1.2]), (e: unknown) => e instanceof FitError);
  assert.throws(() => adjusted([0.5], "fisher" as "holm"), /holm, benjamini-hochberg/);
});

test("Student's sleep data: R's t.test and effectsize::cohens_d", () => {
  const a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const { t, df, p, ci, effect } = pairedTest(a, b);
  near(t, 4.0621, 5e-5, "t");
  near(p, 0.002833, 5e-7, "p");
  near(ci[0], 0.7001142, 5e-8, "lower end");
  near(ci[1], 2.4598858, 5e-8, "upper end");
  assert.is(df, 9);
  near(effect.value, 1.2846, 5e-5, "d_z");
  near(effect.ci[0], 0.41, 0.005, "d_z, lower end");
  near(effect.ci[1], 2.12, 0.005, "d_z, upper end");
  near(effect.g, 1.17, 0.005, "g");
  const welch = twoGroupTest(a, b); // R: t = 1.8608, df = 17.776, p = 0.07939
  near(welch.t, 1.8608, 5e-5, "Welch's t");
  near(welch.df, 17.776, 5e-4, "Welch's df");
  near(welch.p, 0.07939, 5e-6, "Welch's p");
});

test("Darwin's maize, Fisher's count: 863 of 32,768 on each side", () => {
  const d = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
  assert.is(signFlip(d).p, 2 * 863 / 32768);
  assert.is(pairedTest(d.map(() => 0), d).permutation.exact, true);
  near(pairedTest(d.map(() => 0), d).t, 2.148, 5e-4, "t");
});

test("sign flips: few pairs cannot give a small p; many are drawn and agree with t", () => {
  assert.equal([signFlip([1, 2, 3]).p, signFlip([1, 2, 3]).least], [0.25, 0.25]);
  assert.is(signFlip([0, 0, 0]).p, 1);
  const d = Array.from({ length: 40 }, (_, i) => 0.3 + Math.sin(7 * i * i));
  const tested = pairedTest(d.map(() => 0), d);
  assert.is(tested.permutation.exact, false);
  near(tested.permutation.p, tested.p, 0.1 * tested.p + 0.002, "p");
});

test("relabelling: all 126 ways of 5 and 4", () => {
  const { permutation, effect } = twoGroupTest([1, 2, 3, 4], [11, 12, 13, 14, 15]);
  assert.equal([permutation.p, permutation.counted], [1 / 126, 126]);
  assert.is(effect.name, "d_s");
  const equal = twoGroupTest([1, 2, 3], [4, 5, 6]).permutation;
  assert.equal([equal.p, equal.least], [0.1, 0.1]);
});

test("power: R's pwr.t.test, paired", () => {
  near(power(0.5, 34), 0.8077775, 5e-7, "d = 0.5, n = 34");
  near(smallestSeen(33.36713), 0.5, 1e-6, "n = 33.36713");
  near(power(0, 20), 0.05, 1e-9, "no effect");
  near(smallestSeen(5), 1.68, 0.01, "n = 5");
});

test("noncentral t: the central one, and the normal one", () => {
  near(noncentralT(2.0150483733, 5, 0), 0.95, 1e-9, "central, df 5");
  near(noncentralT(6.3137515147, 1, 0), 0.95, 1e-6, "central, df 1");
  near(noncentralT(1.5, 1e5, 0.5), 0.841344746, 1e-5, "nearly normal");
});

test("Hedges' J: its table", () => {
  // L. V. Hedges, I. Olkin, Statistical Methods for Meta-Analysis, 1985, table 2.
  ([[2, 0.5642], [3, 0.7236], [10, 0.9228], [20, 0.9619], [50, 0.9849]] as const)
    .forEach(([df, j]) => near(hedges(df), j, 2e-4, `J(${df})`));
});

test("the smallest difference seen is seen in 80 % of simulated trials", async () => {
  const { random } = await import("@kgen/stats");
  const { normal } = random(3), n = 8, d = smallestSeen(n);
  let seen = 0;
  for (let r = 0; r < 4000; r++) {
    let sum = 0, squares = 0;
    for (let i = 0; i < n; i++) {
      const v = d + normal();
      sum += v;
      squares += v * v;
    }
    const mean = sum / n, se = Math.sqrt((squares - n * mean * mean) / (n - 1) / n);
    if (Math.abs(mean / se) > 2.364624) seen++;
  }
  near(seen / 4000, 0.8, 0.02, "power");
});

test("what cannot be tested is refused", () => {
  assert.throws(() => pairedTest([1], [2]), /at least 2 pairs/);
  assert.throws(() => pairedTest([1, 2], [2]), /equally long/);
  assert.throws(() => pairedTest([1, NaN], [2, 3]), /row 1/);
  assert.throws(() => twoGroupTest([1], [2, 3]), /at least 2 values/);
  // No scatter: the difference is certain, and nothing is divided by 0.
  assert.equal([pairedTest([1, 1], [2, 2]).p, pairedTest([1, 1], [1, 1]).p], [0, 1]);
});

test.run();
