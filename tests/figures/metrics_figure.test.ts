import { FigureError, metricsFigure } from "@kgen/figures";
import { t1 } from "@kgen/kinetics";
import { metric } from "@kgen/quality";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { spread } from "../../lib/figures/spread.ts";
import { madeUp, problems } from "./data.ts";
import { groups } from "./places.ts";

const rmse = madeUp(12, "r1", "rmse"), ssim = madeUp(12, "r1", "ssim");
const refused = (words: RegExp, draw: () => unknown) =>
  assert.throws(draw, (e: unknown) => e instanceof FigureError && words.test(e.message));
/** Marks of the plot and of the names. */
const marks = (svg: string) =>
  groups(svg, "dot").map((g) => g.split("<path").length + g.split("<circle").length - 2);

test("each metric has its curve, its name, which way it is better, its scale and its t1", async () => {
  const figure = metricsFigure([rmse, ssim], { metrics: [metric("ssim")], note: "Synthetic." });
  assert.equal(await problems(figure), []);
  assert.is(groups(figure.svg, "line").length, 2);
  assert.equal(marks(figure.svg), [24, 2]);
  for (
    const words of [">rmse<", ">SSIM<", ">lower is better<", ">higher is better<", "Synthetic."]
  ) {
    assert.ok(figure.svg.includes(words), words);
  }
  assert.ok(figure.svg.includes(`t1 = ${t1(rmse)!.t.toFixed(3)} s (step ${t1(rmse)!.step}`));
  assert.match(figure.alt, /rmse, lower is better, I = 0 at 0\.4, 1 at 0/);
  assert.match(figure.svg, /completeness, I/);
  assert.match(figure.svg, /time since the first frame, t \(s\)/);
});

test("a frame without a score leaves a gap and is named", async () => {
  const points = ssim.points.map((p, i) => i === 4 ? { ...p, I: NaN, used: false } : p);
  const figure = metricsFigure([rmse, { ...ssim, points }]);
  assert.equal(await problems(figure), []);
  assert.is(marks(figure.svg)[0], 23);
  assert.match(figure.svg, /ssim: no score at step 5/);
  const path = groups(figure.svg, "line")[1];
  assert.is(path.split("M").length - 1, 2, "two pieces");
});

test("names do not stand on each other, even of seven metrics that end at 1", async () => {
  const seven = ["a", "b", "c", "d", "e", "f", "g"].map((metric) => ({ ...rmse, metric }));
  const figure = metricsFigure(seven);
  assert.equal(await problems(figure), []);
  const names = [
    ...figure.svg.matchAll(/<text x="[\d.]+" y="([\d.]+)" font-size="13" font-weight="600"/g),
  ]
    .map((m) => Number(m[1]));
  assert.is(names.length, 7);
  names.slice(1).forEach((y, i) => assert.ok(y - names[i] >= 60, `${names}`));
  assert.ok(Math.max(...names) < figure.height);
  assert.equal(spread([10, 10, 10], 5, 0, 18), [8, 13, 18]);
});

test("a single point and a run that never converges are drawn", async () => {
  const one = { ...rmse, points: rmse.points.slice(0, 1) };
  const figure = metricsFigure([one]);
  assert.equal(await problems(figure), []);
  assert.match(figure.svg, /never stays above 0\.95/);
});

test("what is no set of metrics of one run is refused", () => {
  refused(/no metrics/, () => metricsFigure([]));
  refused(/stands twice/, () => metricsFigure([rmse, rmse]));
  refused(
    /2 runs \(r1, r2\).*use convergence/,
    () => metricsFigure([rmse, madeUp(8, "r2", "ssim")]),
  );
  refused(/8 metrics cannot be told apart/, () => metricsFigure(Array(8).fill(rmse)));
  refused(/no frame with a score/, () => metricsFigure([{ ...rmse, points: [] }]));
  const points = rmse.points.map((p, i) => i === 1 ? { ...p, t: NaN } : p);
  refused(/step 2 has t = NaN/, () => metricsFigure([{ ...rmse, points }]));
});

test.run();
