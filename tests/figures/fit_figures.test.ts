import {
  FigureError,
  fitFigure,
  residualFigure,
  segmentedFigure,
  stepsLineFigure,
} from "@kgen/figures";
import { stepsLine } from "@kgen/kinetics";
import { band, linearFit, segmentedFit } from "@kgen/stats";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { problems } from "./data.ts";
import { dots, elements, groups, scale, ticksOf } from "./places.ts";

const x = [1, 2, 4, 8, 16, 32];
const y = x.map((x, i) => 0.5 + 0.14 * x + 0.05 * (-1) ** i);
const data = x.map((x, i) => ({ x, y: y[i], label: `步 ${i + 1}` }));
const fit = linearFit(x, y);
const at = [0, 10, 20, 30, 40];
const line = band(fit, at), prediction = band(fit, at, "prediction");
const near = (a: number, b: number) => Math.abs(a - b) < 0.05;
const refused = (draw: () => unknown, says: RegExp) =>
  assert.throws(draw, (e: unknown) => e instanceof FigureError && says.test(e.message));

const broken = { x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], y: [0, 0.9, 2.1, 2.9, 4.1, 4, 3.9, 4, 4, 3.9] };
const segmented = segmentedFit(broken.x, broken.y, { simulations: 199 });
const points = broken.x.map((x, i) => ({ x, y: broken.y[i] }));

test("each point of a fit stands at its place on the axes, named where there is room", async () => {
  const figure = fitFigure(data, { line, prediction }, { xLabel: "NFE", yLabel: "时间 (s)" });
  assert.equal(await problems(figure), []);
  const px = scale(ticksOf(figure.svg, "x")), py = scale(ticksOf(figure.svg, "y"));
  const drawn = dots(figure.svg);
  assert.is(drawn.length, 6);
  drawn.forEach((d, i) => assert.ok(near(d.x, px(x[i])) && near(d.y, py(y[i])), `point ${i + 1}`));
  assert.is(groups(figure.svg, "area").length, 2, "confidence and prediction");
  assert.match(figure.svg, />NFE<.*>时间 \(s\)</s);
  assert.match(figure.svg, />步 6</);
  assert.match(figure.svg, /95 % prediction/);
});

test("the bands have the height that they were given", () => {
  const { svg } = fitFigure(data, { line });
  const py = scale(ticksOf(svg, "y"));
  const [path] = elements(groups(svg, "area")[0], "path").map((e) => e.d);
  const heights = [...path.matchAll(/[ML]?(-?[\d.]+),(-?[\d.]+)/g)].map((m) => Number(m[2]));
  for (const { lo, hi } of line) {
    for (const end of [lo, hi]) assert.ok(heights.some((h) => near(h, py(end))), `${end}`);
  }
  assert.not.match(svg, /prediction/);
});

test("points in the same place get no names on each other", () => {
  const heap = Array.from({ length: 12 }, () => ({ x: 3, y: 1, label: "a rather long name" }));
  const { svg } = fitFigure([...heap, { x: 30, y: 4 }], { line });
  assert.ok(svg.split(">a rather long name<").length - 1 <= 4);
});

test("the line of steps shows its jobs and says slope, rate and overhead with errors", async () => {
  const steps = stepsLine(x.map((nfe, i) => ({ nfe, seconds: y[i] })));
  const figure = stepsLineFigure(steps);
  assert.equal(await problems(figure), []);
  assert.is(dots(figure.svg).length, 6);
  assert.match(figure.alt, /slope is 0\.1\d+ ± 0\.\d+ s an evaluation/);
  assert.match(figure.alt, /s⁻¹; at 0 NFE a job takes 0\.\d+ ± 0\.\d+ s/);
  assert.match(stepsLineFigure(steps, { title: "标题" }).svg, />标题</);
});

test("residuals stand twice, against the fit and in order, about one zero line each", async () => {
  const figure = residualFigure(fit, { yLabel: "ln k" });
  assert.equal(await problems(figure), []);
  const drawn = dots(figure.svg);
  assert.is(drawn.length, 12);
  const py = scale(ticksOf(figure.svg, "y"));
  fit.residuals.forEach((e, i) => {
    assert.ok(near(drawn[i].y, py(e)) && drawn[i].y === drawn[i + 6].y, `residual ${i + 1}`);
  });
  const order = scale(ticksOf(figure.svg, "x", 1));
  assert.ok(near(drawn[6].x, order(1)) && near(drawn[11].x, order(6)));
  assert.match(figure.svg, new RegExp(`Durbin-Watson ${fit.dw.toFixed(2)}`));
});

test("waves in time are called by their name, and so is a fit without residuals", () => {
  const waves = Array.from({ length: 60 }, (_, i) => Math.sin(i / 6));
  const says = residualFigure({ fitted: waves, residuals: waves });
  assert.match(says.alt, /neighbours in time err alike/);
  const time = waves.map((_, i) => 10 * i);
  assert.match(residualFigure({ fitted: waves, residuals: waves }, { time }).svg, />time \(s\)</);
  const none = residualFigure({ fitted: [1, 2, 3], residuals: [0, 0, 0] });
  assert.match(none.alt, /goes through every point/);
});

test("a broken line has its corner at the break, within the interval's strip", async () => {
  const figure = segmentedFigure(points, segmented, { xLabel: "t (s)", yLabel: "k (s⁻¹)" });
  assert.equal(await problems(figure), []);
  const px = scale(ticksOf(figure.svg, "x"));
  const [strip] = elements(groups(figure.svg, "rect")[0], "rect");
  const [lo, hi] = segmented.break.ci;
  assert.ok(near(Number(strip.x), px(lo)), "from the lower end");
  assert.ok(near(Number(strip.x) + Number(strip.width), px(hi)), "to the upper end");
  const [, path] = groups(figure.svg, "line").flatMap((g) => elements(g, "path"));
  const corner = [...path.d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)][1];
  assert.ok(near(Number(corner[1]), px(segmented.break.value)));
  assert.match(figure.alt, /There is a break at 4/);
});

test("a break that the test does not find is drawn in dashes, and endless intervals stay inside", async () => {
  const ci: [number, number] = [-Infinity, Infinity];
  const shaky = { ...segmented, test: { p: 0.4 }, break: { value: 4, ci } };
  const figure = segmentedFigure(points, shaky);
  assert.equal(await problems(figure), []);
  assert.match(figure.alt, /show no break, p = 0\.40/);
  assert.match(figure.alt, /−∞ to ∞/);
  const lines = groups(figure.svg, "line");
  assert.is(lines.length, 2);
  assert.is(figure.svg.split('stroke-dasharray="6 4"').length - 1, 3, "line, break, legend");
});

test("nothing to draw and values without a place are refused, with their row", () => {
  refused(() => fitFigure([], { line }), /no points/);
  refused(() => fitFigure(data, { line: [] }), /no places of the fitted curve/);
  refused(() => fitFigure([data[0], { x: 2, y: NaN }], { line }), /row 2 has y = NaN/);
  refused(() => residualFigure({ fitted: [], residuals: [] }), /no residuals/);
  refused(() => residualFigure({ fitted: [1], residuals: [1, 2] }), /2 residuals and 1 values/);
  refused(() => segmentedFigure([], segmented), /no points/);
});

test("the same data give the same bytes, whatever was drawn before", () => {
  const draw = () => [
    fitFigure(data, { line, prediction }).svg,
    residualFigure(fit).svg,
    segmentedFigure(points, segmented).svg,
  ];
  const first = draw();
  fitFigure(data.slice(2), { line });
  assert.equal(draw(), first);
});

test("one point, values all equal, and very small and large ones have axes", async () => {
  const flat = [{ x: 1, y: 2, lo: 2, hi: 2 }, { x: 3, y: 2, lo: 2, hi: 2 }];
  assert.equal(await problems(fitFigure([{ x: 2, y: 2 }], { line: flat })), []);
  for (const size of [1e-9, 1e9]) {
    const big = data.map((d) => ({ x: d.x * size, y: d.y * size }));
    const curve = line.map((p) => ({
      x: p.x * size,
      y: p.y * size,
      lo: p.lo * size,
      hi: p.hi * size,
    }));
    const figure = fitFigure(big, { line: curve });
    assert.equal(await problems(figure), []);
    assert.match(figure.svg, size < 1 ? />2×10⁻⁹</ : />2×10⁹</);
  }
});

test.run();
