// What show hands to a notebook for each kind of value.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { completeness, fitOrders, kNfe } from "@kgen/kinetics";
import { bundleOf, judge } from "@kgen/notebook";
import type { FrameRow } from "@kgen/tables";
import { toFrame } from "@kgen/tables";

/** Synthetic rows: rmse falls exactly by order 1 with k = 3 s⁻¹. */
function rows(): FrameRow[] {
  return Array.from({ length: 9 }, (_, i) => ({
    run: "synthetic",
    host: "none",
    variant: "turbo",
    gpu: null,
    prompt: "樱花",
    seed: 7,
    batch: 1,
    step: i + 1,
    nfe: i + 1,
    t_s: 0.1 * i,
    sigma: 1 - i / 9,
    metric: "rmse",
    value: i === 8 ? 0 : Math.exp(-0.3 * i),
    reference: "last frame",
  }));
}

test("a figure is SVG, with its description for those who cannot see it", () => {
  const figure = {
    svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    alt: "a line",
    title: "",
    width: 1,
    height: 1,
  };
  assert.equal(bundleOf(figure), { "image/svg+xml": figure.svg, "text/plain": "a line" });
});

test("a danfojs frame is an HTML table that keeps Chinese, and has a text form", async () => {
  const bundle = bundleOf(await toFrame(rows()));
  assert.match(bundle["text/html"], "<table");
  assert.match(bundle["text/html"], "樱花");
  assert.match(bundle["text/plain"], "rmse");
});

test("fits show both orders and the verdict in words", () => {
  const fits = fitOrders(completeness(rows(), "rmse"));
  const bundle = bundleOf(fits);
  assert.match(bundle["text/html"], fits.verdict.slice(0, 30));
  assert.match(bundle["text/plain"], "AICc");
});

test("a rate shows its value, unit, window and interval", () => {
  const evaluations = [1, 2, 3, 4].map((nfe) => ({
    nfe,
    t: nfe / 10 + nfe * nfe / 1000,
    tJob: nfe / 10,
  }));
  const text = bundleOf(kNfe({ nfe: 4, evaluations, times: { success: 1 } }))["text/plain"];
  assert.match(text, /s⁻¹/);
  assert.match(text, /sampling/);
  assert.match(text, /95 %/);
});

test("text is escaped, and a value without a view is refused with what it is", () => {
  assert.match(bundleOf("1 < 2")["text/html"], "1 &lt; 2");
  assert.throws(() => bundleOf({ foo: 1 } as never), /object with foo/);
  assert.throws(() => bundleOf(undefined as never), /undefined/);
});

test("answers are judged: right, wrong with a hint, open, and an exercise that does not exist", () => {
  assert.is(judge("1.3", -Math.log(0.05) / 3).state, "right");
  assert.is(judge("1.3", 0.3).state, "wrong");
  assert.match(judge("1.3", 0.3).message, "Hint");
  assert.is(judge("1.3", NaN).state, "open");
  const run = {
    nfe: 3,
    evaluations: [1, 2, 3].map((nfe) => ({ nfe, t: nfe * nfe, tJob: nfe })),
    times: { success: 4 },
  };
  assert.is(judge("1.1", 2 / 8, run).state, "right");
  assert.is(judge("1.1", 3 / 9, run).state, "wrong");
  assert.throws(() => judge("9.9", 1), /no exercise "9.9"/);
});

test.run();
