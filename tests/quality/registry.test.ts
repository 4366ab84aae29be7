import {
  type Metric,
  metric,
  metricNames,
  metricOrUnknown,
  registerMetric,
  scorePicture,
  UnknownMetricError,
} from "@kgen/quality";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { make } from "./recipes.ts";

const colour = make([["gradient", 161, 163, 3], ["noise", 3, 40]]);
const COMPUTED = ["rmse", "psnr", "ssim", "mse", "msssim", "gmsd", "sharpness", "noise"];

test("the metrics that kgen computes come first, and are described in full", () => {
  assert.equal(metricNames().slice(0, COMPUTED.length), COMPUTED);
  assert.equal(metricNames("computed"), COMPUTED);
  for (const name of metricNames()) {
    const m = metric(name);
    assert.is(m.name, name);
    assert.ok(["higher", "lower"].includes(m.direction), name);
    assert.ok(m.range[0] < m.range[1], name);
    assert.ok(m.label && m.tool, name);
    assert.ok(m.citation || !COMPUTED.includes(name), name);
    if (COMPUTED.includes(name)) assert.is(m.tool, "kgen");
    assert.ok(!(m.compare && !m.reference) && !(m.measure && m.reference), name);
  }
});

test("equal pictures score the best of the range of every full-reference metric", async () => {
  for (const name of COMPUTED) {
    const m = metric(name);
    if (!m.reference) continue;
    const best = await scorePicture(m, colour, colour);
    const wanted = m.direction === "lower" ? m.range[0] : m.range[1];
    // MS-SSIM: rounding of powers.
    assert.ok(best === wanted || Math.abs(best - wanted) < 1e-12, `${name}: ${best}`);
  }
});

test("names are told apart: none, one that kgen does not compute, one without its reference", async () => {
  assert.throws(
    () => metric("beauty"),
    (e: unknown) => e instanceof UnknownMetricError && /"beauty".*rmse, psnr, ssim/.test(e.message),
  );
  assert.throws(() => metric("toString"), /no quality metric/);
  const imported = registerMetric({ name: "test-stars", direction: "higher", tool: "survey" });
  await failing(
    scorePicture(imported, colour, colour),
    /"test-stars" is not computed here \(survey/,
  );
  await failing(scorePicture(metric("psnr"), colour), /"psnr" needs a reference/);
  assert.is(await scorePicture(metric("noise"), colour), metric("noise").measure(colour));
});

async function failing(promise: Promise<unknown>, why: RegExp) {
  assert.match((await promise.then(() => null, (e) => e))?.message ?? "no error", why);
}

test("an unknown metric is kept, without a direction and with a warning", () => {
  const m = metricOrUnknown("test-unknown");
  assert.is(m.known, false);
  assert.is(m.direction, null);
  assert.match((m as { warning: string }).warning, /"test-unknown".*registerMetric/);
  registerMetric({ name: "test-unknown", direction: "lower" });
  const now = metricOrUnknown("test-unknown");
  assert.equal([now.known, now.direction, now.tool], [true, "lower", "other"]);
  assert.not("warning" in now);
});

test("registerMetric replaces its own, never what kgen computes, and refuses nonsense", () => {
  registerMetric({ name: "test-a", direction: "higher", range: [0, 5] });
  registerMetric({ name: "test-a", direction: "lower", label: "A" });
  assert.equal([metric("test-a").direction, metric("test-a").label], ["lower", "A"]);
  assert.is(metricNames().filter((n) => n === "test-a").length, 1);
  const wrong: [Partial<Metric>, RegExp][] = [
    [{ name: "psnr", direction: "lower" }, /"psnr" is a metric of kgen/],
    [{ name: "Big", direction: "lower" }, /lower-case/],
    [{ name: "two words", direction: "lower" }, /spaces/],
    [{ name: "", direction: "lower" }, /name/],
    [{ name: "x", direction: "up" as "higher" }, /"higher" or "lower", got "up"/],
    [{ name: "x", direction: "lower", range: [1, 0] }, /range.*\[1,0\]/],
    [{ name: "x", direction: "lower", range: [NaN, 0] }, /range/],
  ];
  for (const [m, why] of wrong) assert.throws(() => registerMetric(m as Metric), why);
  assert.is(metricOrUnknown("x").known, false);
});

test("an imported metric can be given a way to compute it, in its own direction", () => {
  const name = metricNames().find((n) => !COMPUTED.includes(n) && !n.startsWith("test-"));
  if (!name) return; // no imported metrics are described
  const { direction } = metric(name);
  const other = direction === "lower" ? "higher" : "lower";
  assert.throws(
    () => registerMetric({ name, direction: other }),
    new RegExp(`${direction} is better`),
  );
  registerMetric({ name, direction, compare: () => 7, tool: "onnx" });
  assert.equal([metric(name).compare!(colour, colour), metric(name).tool], [7, "onnx"]);
  assert.ok(metricNames("computed").includes(name));
});

test.run();
