/** The seeded noise: always the same, normal, and from a quantile function that holds to known values. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exactLog } from "../../lib/nano/model/log.ts";
import { gaussianNoise } from "../../lib/nano/model/noise.ts";
import { normalQuantile } from "../../lib/nano/model/normal_quantile.ts";

test("the same seed gives the same numbers, on every machine", () => {
  // These are the generator's definition: a change of them changes every picture.
  assert.equal([...gaussianNoise(7n, 3)], [
    -0.20355527102947235,
    0.515264093875885,
    -0.04111399129033089,
  ]);
  assert.equal([...gaussianNoise(0xffffffffffffffffn, 3)], [
    -1.2200613021850586,
    -1.129312515258789,
    -2.18945050239563,
  ]);
  assert.not.equal([...gaussianNoise(8n, 3)], [...gaussianNoise(7n, 3)]);
});

test("a longer noise begins with the shorter one", () => {
  assert.equal([...gaussianNoise(7n, 100).subarray(0, 50)], [...gaussianNoise(7n, 50)]);
});

test("mean 0, variance 1, kurtosis 3 within five standard errors", () => {
  const n = 200_000;
  const noise = gaussianNoise(1n, n);
  const moment = (power: number) => noise.reduce((sum, x) => sum + x ** power, 0) / n;
  assert.ok(Math.abs(moment(1)) < 5 / Math.sqrt(n));
  assert.ok(Math.abs(moment(2) - 1) < 5 * Math.sqrt(2 / n));
  assert.ok(Math.abs(moment(4) - 3) < 5 * Math.sqrt(96 / n));
});

test("normal quantiles, from Python's statistics.NormalDist", () => {
  const known: [p: number, x: number][] = [
    [1e-12, -7.034483825301132],
    [1e-5, -4.2648907939228256],
    [0.01, -2.3263478740408408],
    [0.075, -1.4395314709384557],
    [0.3, -0.5244005127080407],
    [0.5, 0],
    [0.9, 1.2815515655446008],
    [0.999999, 4.753424308817089],
  ];
  for (const [p, x] of known) assert.ok(Math.abs(normalQuantile(p) - x) < 1e-14 * Math.max(1, -x));
});

test("the logarithm without Math.log", () => {
  for (const x of [1e-300, 1e-12, 0.1, 0.5, Math.SQRT1_2, 1, 1.4142, 2, 10, 1e12]) {
    assert.ok(Math.abs(exactLog(x) - Math.log(x)) <= 1e-15 * Math.max(1, Math.abs(Math.log(x))));
  }
});

test.run();
