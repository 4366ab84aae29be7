import { convergence, FigureError, linearisedFigure } from "@kgen/figures";
import { fitOrders, t1 } from "@kgen/kinetics";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { madeUp, problems } from "./data.ts";

const c = madeUp(30);
const fits = fitOrders(c);
/** Circles of the plot itself, not of the legend: filled or hollow. */
const dots = (svg: string) => {
  const plot = svg.slice(svg.indexOf('aria-label="dot"'));
  return {
    all: plot.split("<circle").length - 1,
    hollow: plot.split(/<circle[^>]*fill="#ffffff"/).length - 1,
  };
};

test("convergence shows every frame, those that no fit uses hollow, and both curves", async () => {
  const figure = convergence(c, fits);
  assert.equal(await problems(figure), []);
  assert.equal(dots(figure.svg), { all: 30, hollow: 2 });
  assert.is(figure.svg.split('aria-label="line"').length - 1, 2);
  assert.match(figure.svg, /n = 1: k = [\d.]+ ± [\d.]+ s⁻¹/);
  assert.match(figure.svg, />60<\/text>/, "NFE of step 30 along the top");
  assert.match(figure.svg, /time since the first frame, t \(s\)/);
  assert.ok(figure.svg.includes(`t1 = ${t1(c)!.t.toFixed(3)} s`));
  assert.ok(figure.alt.includes(fits.verdict));
});

test("the first frame stands at I = 0 and the last at I = 1", () => {
  const { svg } = convergence(c);
  const plot = svg.slice(svg.indexOf('aria-label="dot"'));
  const heights = [...plot.matchAll(/<circle[^>]*cy="([\d.]+)"/g)].map((m) => Number(m[1]));
  const tick = (text: string) => {
    const at = new RegExp(`translate\\([\\d.]+,([\\d.]+)\\)"[^>]*>${text}<`).exec(svg);
    return Number(at![1]);
  };
  assert.is(heights[0], tick("0\\.0"));
  assert.is(heights.at(-1), tick("1\\.0"));
});

test("the same data give the same bytes, whatever was drawn before", () => {
  const first = [convergence(c, fits).svg, linearisedFigure(c).svg];
  convergence(madeUp(8));
  assert.equal([convergence(c, fits).svg, linearisedFigure(c).svg], first);
});

test("several completenesses are told apart by colour and name", async () => {
  const figure = convergence([c, madeUp(8, "r2"), madeUp(8, "r2", "ssim")]);
  assert.equal(await problems(figure), []);
  assert.is(dots(figure.svg).all, 46);
  for (const name of ["rmse, r1, t1", "rmse, r2, t1", "ssim, r2, t1"]) {
    assert.ok(figure.svg.includes(name), name);
  }
  for (const colour of ["#0072B2", "#D55E00", "#009E73"]) assert.ok(figure.svg.includes(colour));
});

test("a run that never converges says so, and another threshold moves t1", async () => {
  const points = c.points.slice(0, 20);
  const figure = convergence({ ...c, points });
  assert.equal(await problems(figure), []);
  assert.match(figure.svg, /I does not stay above 0\.95/);
  assert.match(convergence(c, undefined, { threshold: 0.5 }).svg, /I = 0\.5</);
});

test("a fitted plateau is in the legend, an unscored frame is left out", async () => {
  const free = fitOrders(c, { plateau: "fit" });
  assert.match(convergence(c, free).svg, /plateau/);
  const unbounded = { ...free, n1: { ...free.n1, se: NaN, plateau: 10 } };
  assert.match(convergence(c, unbounded).svg, /n = 1: k not determined, plateau 10</);
  const points = c.points.map((p, i) => i === 4 ? { ...p, I: NaN, used: false } : p);
  const figure = convergence({ ...c, points });
  assert.equal(await problems(figure), []);
  assert.is(dots(figure.svg).all, 29);
});

test("nothing to draw, and fits beside several, are refused", () => {
  assert.throws(() => convergence({ ...c, points: [] }), (e: unknown) => e instanceof FigureError);
  assert.throws(() => convergence([]), /no points/);
  assert.throws(() => convergence([c, c], fits), /one completeness only/);
});

test("the linearised pair shows both lines, each R² on its own scale", async () => {
  const figure = linearisedFigure(c);
  assert.equal(await problems(figure), []);
  assert.is(figure.svg.split("on its own scale</text>").length - 1, 2);
  assert.is(figure.svg.split('aria-label="line"').length - 1, 2);
  assert.match(figure.svg, /cannot be ranked/);
  assert.match(figure.svg, /−ln\(1−I\)/);
  assert.match(figure.svg, /1\/\(1−I\)/);
});

test.run();
