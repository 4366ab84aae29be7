import { test } from "uvu";
import * as assert from "uvu/assert";
import { drift, type DriftRow } from "@kgen/kinetics";
import { failure } from "./failure.ts";

const rowsOf = (scores: Record<string, number[]>, metric = "rmse", run = "r1"): DriftRow[] =>
  Object.entries(scores).flatMap(([reference, values]) =>
    values.map((value, i) => ({ run, step: i + 1, metric, value, reference }))
  );

const own = [0.50, 0.45, 0.30, 0.15, 0], other = [0.50, 0.46, 0.40, 0.42, 0.45];

test("a run that goes to its own reference never drifts", () => {
  const d = drift(rowsOf({ "last frame": own, dog: other }), "rmse");
  assert.equal(d.changes, [{ step: 3, from: null, to: "last frame" }]);
  assert.equal(d.steps.map((s) => s.nearest), [
    null,
    null,
    "last frame",
    "last frame",
    "last frame",
  ]);
  assert.equal([d.ownFrom, d.sideProduct], [3, null]);
  assert.match(String(d), /never drifted/);
});

test("a side product ends at another, a detour comes back", () => {
  const side = drift(rowsOf({ cat: other, dog: own }), "rmse", { own: "cat" });
  assert.equal([side.ownFrom, side.sideProduct], [null, "dog"]);
  assert.is(side.steps.at(-1)!.rank, 2);
  assert.match(side.words, /Side product: it ends at "dog", not at its own "cat"/);
  const detour = drift(
    rowsOf({ cat: [0.5, 0.3, 0.3, 0.2, 0.1], dog: [0.5, 0.4, 0.1, 0.3, 0.4] }),
    "rmse",
    { own: "cat" },
  );
  assert.equal(detour.changes.map((c) => [c.step, c.to]), [[2, "cat"], [3, "dog"], [4, "cat"]]);
  assert.match(detour.words, /after a detour/);
  assert.is(detour.ownFrom, 4);
});

test("higher is nearer for psnr, and an infinite score is the reference itself", () => {
  const psnr = (v: number[]) => v.map((e) => e === 0 ? Infinity : -20 * Math.log10(e));
  const d = drift(rowsOf({ final: psnr(own), dog: psnr(other) }, "psnr"), "psnr");
  assert.is(d.steps.at(-1)!.nearest, "final");
  assert.is(d.steps.at(-1)!.margin, 1);
});

test("equal scores are no nearness; a step with a missing score is left out and named", () => {
  const d = drift(rowsOf({ cat: [0.3, 0.3, 0.3], dog: [0.3, NaN, 0.3] }), "rmse", { own: "cat" });
  assert.equal(d.steps.map((s) => [s.step, s.nearest]), [[1, null], [3, null]]);
  assert.match(d.notes[0], /Step 2 is left out/);
  assert.match(d.words, /no frame is clearly nearer/);
  const late = drift(rowsOf({ cat: [0.1, 0.3], dog: [0.3, 0.3] }), "rmse", { own: "cat" });
  assert.match(late.words, /At the end none is clearly nearest/);
  assert.equal([late.ownFrom, late.sideProduct], [null, null]);
});

test("what cannot be judged is refused with what to do", () => {
  const rows = rowsOf({ cat: own, dog: other });
  assert.match(
    failure(() => drift(rows, "rmse")).message,
    /the run's own\? Give \{ own \}, one of: cat, dog/,
  );
  assert.match(failure(() => drift(rows, "rmse", { own: "cow" })).message, /no "cow"/);
  assert.match(failure(() => drift(rows, "ssim")).message, /There are: rmse/);
  assert.match(failure(() => drift(rowsOf({ cat: own }), "rmse")).message, /alone drift nowhere/);
  assert.match(
    failure(() => drift([...rows, rows[0]], "rmse", { own: "cat" })).message,
    /scored twice/,
  );
  const two = [...rows, ...rowsOf({ cat: own }, "rmse", "r2")];
  assert.is(failure(() => drift(two, "rmse", { own: "cat" })).problem, "several runs");
  const odd = rowsOf({ cat: own, dog: other }, "niqe");
  assert.match(failure(() => drift(odd, "niqe", { own: "cat" })).message, /Which way is nearer/);
  assert.is(drift(odd, "niqe", { own: "cat", direction: "lower" }).ownFrom, 3);
});

test.run();
