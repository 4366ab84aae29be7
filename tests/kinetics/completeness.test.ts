import { test } from "uvu";
import * as assert from "uvu/assert";
import { completeness, t1 } from "@kgen/kinetics";
import { toFrame } from "@kgen/tables";
import { failure } from "./failure.ts";
import { frames } from "./synthetic.ts";

const near = (got: number[], want: number[]) =>
  got.forEach((v, i) => assert.ok(Math.abs(v - want[i]) < 1e-12, `${v} is not ${want[i]}`));

test("rmse: 1 − m/m₀; the ends are by construction and not used", () => {
  const c = completeness(frames([0.4, 0.3, 0.1, 0]), "rmse");
  near(c.points.map((p) => p.I), [0, 0.25, 0.75, 1]);
  near(c.points.map((p) => p.t), [0, 0.1, 0.2, 0.3]);
  assert.equal(c.points.map((p) => p.used), [false, true, true, false]);
  assert.match(c.points[0].why!, /I = 0 by construction/);
  assert.match(c.points[3].why!, /I = 1 by construction/);
  assert.is(c.C, 1);
  assert.match(String(c), /step {2}2 {2}t = 0\.100 s {2}I = 0\.2500$/m);
});

test("ssim: (m − m₀)/(1 − m₀)", () => {
  const c = completeness(frames([0.2, 0.6, 1], { metric: "ssim" }), "ssim");
  near(c.points.map((p) => p.I), [0, 0.5, 1]);
});

test("a reference from outside keeps the last frame in the fit", () => {
  const c = completeness(frames([0.4, 0.2, 0.1], { reference: "run r9" }), "rmse");
  assert.equal(c.points.map((p) => p.used), [false, true, true]);
});

test("a data frame gives what its rows give", () => {
  const rows = frames([0.4, 0.3, 0.1, 0]);
  const strip = (c: unknown) => JSON.parse(JSON.stringify(c));
  assert.equal(strip(completeness(toFrame(rows), "rmse")), strip(completeness(rows, "rmse")));
});

test("rows in any order, several metrics and runs: one run is picked by name", () => {
  const rows = [
    ...frames([0.4, 0.1, 0], { run: "a" }),
    ...frames([0.5, 0.1, 0], { run: "b" }),
    ...frames([10, 20, Infinity], { run: "a", metric: "psnr" }),
  ].reverse();
  near(completeness(rows, "rmse", { run: "b" }).points.map((p) => p.I), [0, 0.8, 1]);
  const error = failure(() => completeness(rows, "rmse"));
  assert.is(error.problem, "several runs");
  assert.match(error.message, /2 runs \(.*Name it: completeness\(frames, "rmse", \{ run: /);
  assert.match(
    failure(() => completeness(rows, "rmse", { run: "c" })).message,
    /no run "c". It has: b, a/,
  );
});

test("a score of noise as baseline: the clock starts one step before the first frame, and says so", () => {
  const c = completeness(frames([0.4, 0.2, 0.1, 0]), "rmse", { baseline: 0.8 });
  near(c.points.map((p) => p.I), [0.5, 0.75, 0.875, 1]);
  near(c.points.map((p) => p.t), [0.1, 0.2, 0.3, 0.4]);
  assert.is(c.points[0].used, true);
  assert.match(c.notes[0], /one step .* before the first frame/);
});

test("ceilings: the last frame, or a score; unknown metrics need one", () => {
  const rows = frames([30, 20, 10], { metric: "niqe", reference: "none" });
  assert.match(
    failure(() => completeness(rows, "niqe")).message,
    /best value of "niqe" is not known/,
  );
  near(completeness(rows, "niqe", { ceiling: 0 }).points.map((p) => p.I), [0, 1 / 3, 2 / 3]);
  const c = completeness(rows, "niqe", { ceiling: "last frame" });
  near(c.points.map((p) => p.I), [0, 0.5, 1]);
  assert.is(c.points[2].used, false);
});

test("frames outside [0, 1] stay and are named", () => {
  const c = completeness(frames([0.4, 0.5, 0.1, 0]), "rmse");
  assert.is(c.points[1].used, true);
  assert.match(c.notes[0], /Step 2: I below 0/);
});

test("a missing score is passed over with its reason", () => {
  const c = completeness(frames([0.4, NaN, 0.1, 0]), "rmse");
  assert.match(c.points[1].why!, /its score is NaN/);
  const none = completeness(frames([0.4, null as unknown as number, 0.1, 0]), "rmse");
  assert.is(none.points[1].used, false);
  assert.match(none.points[1].why!, /its score is null/);
});

test("bad tables say what and what to do", () => {
  const rows = frames([0.4, 0.2, 0]);
  assert.match(
    failure(() => completeness(rows, "ssim")).message,
    /no rows of the metric "ssim". It has: rmse/,
  );
  const psnr = failure(() => completeness(frames([10, 20, Infinity], { metric: "psnr" }), "psnr"));
  assert.is(psnr.problem, "no best value");
  assert.match(psnr.message, /Use "rmse" or "ssim"/);
  assert.match(
    failure(() => completeness([...rows, rows[1]], "rmse")).message,
    /Step 2 .* stands twice/,
  );
  assert.match(
    failure(() => completeness(frames([0, 0, 0]), "rmse")).message,
    /nothing to complete/,
  );
  assert.match(failure(() => completeness([], "rmse")).message, /empty/);
  assert.match(
    failure(() => completeness(frames([0.4, 0.2, 0], { every: -1 }), "rmse")).message,
    /goes back at step 2/,
  );
  assert.match(
    failure(() => completeness(frames([NaN, 0.2, 0]), "rmse")).message,
    /NaN at the baseline/,
  );
  const none = frames([null as unknown as number, 0.2, 0]);
  assert.match(failure(() => completeness(none, "rmse")).message, /null at the baseline/);
});

test("t1: the first frame from which I stays above", () => {
  const c = completeness(frames([1, 0.5, 0.04, 0.07, 0.03, 0]), "rmse");
  assert.equal({ ...t1(c)!, t: 0 }, { t: 0, step: 5, nfe: 5, byConstruction: false });
  assert.is(t1(c, 0.9)!.step, 3);
  const late = completeness(frames([1, 0.5, 0.2, 0]), "rmse");
  assert.equal(t1(late)!.byConstruction, true); // only the reference itself passes
  const never = completeness(frames([1, 0.5, 0.2], { reference: "run r9" }), "rmse");
  assert.is(t1(never), null);
  assert.is(failure(() => t1(c, 95)).problem, "argument");
});

test.run();
