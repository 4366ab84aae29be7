import { FigureError, promptStepHeat, setDistanceFigure, t1Distribution } from "@kgen/figures";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { medianInterval } from "../../lib/figures/median_interval.ts";
import { swarm } from "../../lib/figures/swarm.ts";
import { problems } from "./data.ts";
import { dots, elements, groups, scale, ticksOf } from "./places.ts";

const refused = (words: RegExp, draw: () => unknown) =>
  assert.throws(draw, (e: unknown) => e instanceof FigureError && words.test(e.message));

const row = {
  host: "embedded",
  gpu: null,
  batch: 1,
  sigma: null,
  metric: "rmse",
  reference: "last frame",
  tool: "kgen",
  way: null,
  temperature_c: null,
  sm_clock_mhz: null,
  power_w: null,
};
const frames = (run: string, prompt: string, values: number[], variant = "turbo") =>
  values.map((value, i) => ({
    ...row,
    run,
    prompt,
    variant,
    seed: 1,
    step: i + 1,
    nfe: i + 1,
    t_s: i / 10,
    value,
  }));
const texts = (svg: string) =>
  groups(svg, "text").flatMap((g) => [...g.matchAll(/>([^<>]+)<\/text>/g)].map((m) => m[1]));

test("the heat map scales each run to I and averages the runs of a prompt", async () => {
  const rows = [
    ...frames("a", "red apple", [0.4, 0.2, 0.1, 0]),
    ...frames("b", "red apple", [0.8, 0.6, 0.4, 0]),
    ...frames("c", "樱花", [1, 0.1, 0.05, 0]),
  ];
  const figure = promptStepHeat(rows, { metric: "rmse", note: "Made up." });
  assert.equal(await problems(figure), []);
  assert.equal(texts(figure.svg), ["0.00", "0.38", "0.63", "1.00", "0.00", "0.90", "0.95", "1.00"]);
  assert.match(figure.alt, /red apple: 0, 0\.38, 0\.63, 1; 樱花: 0, 0\.9/);
  assert.match(figure.svg, /mean of 1 to 2 runs/);
  assert.match(figure.svg, /Made up\./);
  const score = promptStepHeat(rows, { metric: { name: "rmse", label: "RMSE" }, show: "score" });
  assert.equal(texts(score.svg).slice(0, 4), ["0.60", "0.40", "0.25", "0.00"]);
});

test("runs of other variants have rows of their own", () => {
  const rows = [
    ...frames("a", "red apple", [0.4, 0]),
    ...frames("b", "樱花", [0.4, 0.2, 0.1, 0], "base"),
    ...frames("c", "樱花", [0.4, 0]),
  ];
  const { alt, svg } = promptStepHeat(rows);
  assert.match(
    alt,
    /turbo: red apple: .*turbo: 樱花: 0, 1, none, none; base: 樱花: 0, 0\.5, 0\.75, 1/,
  );
  assert.match(svg, /Hatched: 4 of 12 cells have no value/);
});

test("a long prompt is cut, its full text in the title of the row", async () => {
  const prompt = `a photograph of <b>"${"樱花,".repeat(60)}`;
  const figure = promptStepHeat([{ prompt, step: 1, value: 0.5 }, {
    prompt: "",
    step: 2,
    value: -3,
  }]);
  assert.equal(await problems(figure), []);
  const title = /<title>(a photograph[^<]*)<\/title>([^<]*)</.exec(figure.svg)!;
  assert.ok(title[1].endsWith("樱花,樱花,"));
  assert.ok(title[2].endsWith("…") && title[2].length < 60);
  assert.ok(figure.alt.includes(prompt));
});

test("missing, NaN and infinite cells say so; more prompts than fit are told", async () => {
  const cells = [
    { prompt: "a", step: 1, value: NaN },
    { prompt: "a", step: 2, value: Infinity },
    { prompt: "b", step: 1, value: 4 },
    { prompt: "c", step: 1, value: 5 },
  ];
  const figure = promptStepHeat(cells, { most: 2, label: "psnr (dB)" });
  assert.equal(await problems(figure), []);
  assert.equal(texts(figure.svg), ["∞", "4.0"]);
  assert.match(figure.svg, /2 of 3 rows are drawn/);
  assert.match(figure.svg, /Hatched: 2 of 4 cells/);
});

test("a run that cannot be scaled is named, and the others are drawn", () => {
  const rows = [...frames("good", "cat", [0.4, 0]), ...frames("flat", "dog", [0, 0])];
  const { svg } = promptStepHeat(rows);
  assert.match(svg, /Run flat: /);
});

test("the heat map refuses what it cannot draw", () => {
  refused(/no rows/, () => promptStepHeat([]));
  refused(/None of the 1 cells/, () => promptStepHeat([{ prompt: "a", step: 1, value: null }]));
  refused(/step 1\.5/, () => promptStepHeat([{ prompt: "a", step: 1.5, value: 1 }]));
  refused(
    /no metric "ssim"; the rows have rmse/,
    () => promptStepHeat(frames("a", "cat", [1, 0]), { metric: "ssim" }),
  );
});

test("the interval of a median is that of the order statistics", () => {
  // Conover, Practical Nonparametric Statistics: n = 10 gives ranks 2 and 9, n = 20 ranks 6 and 15.
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);
  assert.equal(medianInterval(upTo(10)), { median: 5.5, lo: 2, hi: 9 });
  assert.equal(medianInterval(upTo(20)), { median: 10.5, lo: 6, hi: 15 });
  assert.equal(medianInterval(upTo(6)), { median: 3.5, lo: 1, hi: 6 });
  assert.equal(medianInterval(upTo(5)), { median: 3, lo: null, hi: null });
  assert.equal(medianInterval([1, Infinity]).median, Infinity);
  assert.equal(medianInterval([1, 2, 3, 4, 5, 6, Infinity]), { median: 4, lo: 1, hi: Infinity });
});

test("every run is a dot at its time, and none covers another", async () => {
  const times = Array.from({ length: 25 }, (_, i) => 0.3 + 0.004 * ((i * 7) % 25));
  const figure = t1Distribution(times.map((t1) => ({ group: "turbo", t1 })));
  assert.equal(await problems(figure), []);
  const drawn = dots(figure.svg);
  const at = scale(ticksOf(figure.svg, "x"));
  drawn.forEach((d, i) => assert.ok(Math.abs(d.x - at(times[i])) < 0.05));
  for (const [i, a] of drawn.entries()) {
    for (const b of drawn.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 8);
  }
  assert.equal(swarm([0, 100], 9), [0, 0]);
});

test("runs that did not converge stand apart and count as late; by construction is hollow", async () => {
  const figure = t1Distribution([
    { group: "a", t1: 0.2 },
    { group: "a", t1: { t: 0.3, byConstruction: false } },
    { group: "a", t1: { t: 0.4, byConstruction: true } },
    { group: "a", t1: null },
    { group: "a", t1: null },
  ], { metric: "rmse" });
  assert.equal(await problems(figure), []);
  assert.equal(dots(figure.svg).map((d) => d.fill === "#ffffff"), [false, false, true]);
  assert.match(figure.svg, />2 of 5 not</);
  assert.match(figure.alt, /a: 5 runs, median not reached, too few for an interval/);
  assert.match(figure.alt, /2 of 5 runs did not stay above I = 0\.95/);
});

test("a single run, and none that converged, make a figure that says so", async () => {
  for (const t1 of [0.2, null, 0]) {
    const figure = t1Distribution([{ group: "only", t1 }]);
    assert.equal(await problems(figure), []);
    assert.match(figure.alt, /1 run, .*too few for an interval/);
  }
  refused(/no convergence times/, () => t1Distribution([]));
  refused(/row 1 \(a\) has t1 = NaN/, () => t1Distribution([{ group: "a", t1: NaN }]));
  refused(/t1 = -1/, () => t1Distribution([{ group: "a", t1: -1 }]));
  refused(/t1 = NaN/, () => t1Distribution([{ group: "a" } as { group: string; t1: null }]));
});

const distance = (step: number, value: number, more = {}) => ({
  step,
  value,
  name: "Fréchet distance (nano-checker)",
  features: "nano-checker",
  n: [64, 64] as const,
  ...more,
});

test("distances stand at their steps with their bars, under the name of the features", async () => {
  const figure = setDistanceFigure(
    [distance(1, 8, { lo: 6, hi: 10 }), distance(2, 3, { std: 1 }), distance(3, -0.5)],
    { interval: "95 % interval over 5 seeds", note: "Synthetic." },
  );
  assert.equal(await problems(figure), []);
  assert.match(figure.svg, />Fréchet distance \(nano-checker\)</);
  const y = scale(ticksOf(figure.svg, "y"));
  assert.equal(
    dots(figure.svg).map((d) => Math.round(d.y)),
    [8, 3, -0.5].map((v) => Math.round(y(v))),
  );
  const bars = groups(figure.svg, "rule").flatMap((g) => elements(g, "line"))
    .filter((l) => l.x1 === l.x2).map((l) =>
      [Number(l.y1), Number(l.y2)].map(Math.round).sort((a, b) => a - b)
    );
  assert.equal(bars, [[y(10), y(6)], [y(4), y(2)]].map((b) => b.map(Math.round)));
  assert.match(figure.alt, /64 pictures, under 2,048/);
});

test("features of long names are not cut, and large sets have no warning", () => {
  const features = "inception-v3-pool3-torch-fidelity";
  const many = [1, 2].map((step) => ({
    step,
    value: 9 / step,
    name: "FID",
    features,
    n: [5000, 5000] as const,
  }));
  const { svg, alt } = setDistanceFigure(many);
  assert.match(svg, />FID, inception-v3-pool3-torch-fidelity features</);
  assert.not.match(alt, /under 2,048/);
  assert.match(alt, /Sets of 5000 pictures/);
});

test("seeds of one step are drawn each, warnings told once, steps without a value named", async () => {
  const warned = { warnings: ["The rank is 63 of 2048."] };
  const points = [distance(1, 4, warned), distance(1, 6, warned), {
    ...distance(2, 0),
    value: NaN,
  }];
  const figure = setDistanceFigure(points);
  assert.equal(await problems(figure), []);
  assert.is(dots(figure.svg).length, 2);
  assert.match(figure.svg, /line: mean of the points of a step/);
  assert.is(figure.svg.split(">The rank is 63 of 2048.<").length, 2);
  assert.match(figure.svg, /No value at step 2/);
});

test("distances that mean nothing are refused", () => {
  refused(/no distances/, () => setDistanceFigure([]));
  refused(/None of the 1 points/, () => setDistanceFigure([distance(1, NaN)]));
  refused(/Say which distance/, () => setDistanceFigure([{ step: 1, value: 2 }]));
  refused(/set of 1 pictures/, () => setDistanceFigure([distance(1, 2, { n: [1, 64] })]));
  refused(
    /cannot share an axis/,
    () => setDistanceFigure([distance(1, 2), distance(2, 2, { features: "x" })]),
  );
  refused(/both ends around it/, () => setDistanceFigure([distance(1, 2, { lo: 3, hi: 4 })]));
  refused(/both ends around it/, () => setDistanceFigure([distance(1, 2, { lo: 1 })]));
  refused(/value Infinity/, () => setDistanceFigure([distance(1, Infinity)]));
});

test.run();
