import { arrheniusFigure, arrheniusPair, FigureError } from "@kgen/figures";
import { arrhenius, arrheniusSegmented } from "@kgen/kinetics";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { problems } from "./data.ts";
import { dots, elements, groups, scale, ticksOf } from "./places.ts";

/** Made up: Ea/R 1200 K to 345 K, flat above; the clock falls as it warms, and every fifth was not read. */
const made = Array.from({ length: 40 }, (_, i) => ({
  T_K: 320 + i,
  k: 10 * Math.exp(1200 * (1 / 345 - 1 / Math.min(320 + i, 345)) + 0.01 * Math.sin(7 * i * i)),
  sm_clock_mhz: i % 5 === 4 ? null : 1980 - 3 * i,
}));
const line = arrhenius(made);
const bare = arrhenius(made.slice(0, 20).map(({ T_K, k }) => ({ T_K, k: k / 2 })));
const parts = arrheniusSegmented(made, { simulations: 199 });
const near = (a: number, b: number, by = 0.05) => Math.abs(a - b) < by;

test("runs stand at 1000/T and ln k, and °C along the top agree", async () => {
  const figure = arrheniusFigure(line);
  assert.equal(await problems(figure), []);
  const px = scale(ticksOf(figure.svg, "x")), py = scale(ticksOf(figure.svg, "y"));
  const drawn = dots(figure.svg);
  assert.is(drawn.length, 40);
  made.forEach(({ T_K, k }, i) => {
    assert.ok(
      near(drawn[i].x, px(1000 / T_K)) && near(drawn[i].y, py(Math.log(k))),
      `run ${i + 1}`,
    );
  });
  const degrees = ticksOf(figure.svg, "x", 1);
  assert.ok(degrees.length >= 4);
  for (const [t, pixel] of degrees) assert.ok(near(pixel, px(1000 / (t + 273.15))), `${t} °C`);
  for (const axis of [">1000/T (K⁻¹)<", ">GPU temperature (°C)<", ">ln k (k in s⁻¹)<"]) {
    assert.ok(figure.svg.includes(axis), axis);
  }
  assert.is(groups(figure.svg, "area").length, 1);
});

test("colour is the clock: ends of the ramp at its ends, hollow where it was not read", () => {
  const { svg } = arrheniusFigure(line);
  const fills = dots(svg).map((d) => d.fill);
  assert.is(fills[0], "#b5de2b", "the highest clock");
  assert.is(fills[38], "#440154", "the lowest");
  assert.is(fills.filter((f) => f === "#ffffff").length, 8);
  assert.match(svg, /SM clock \(MHz\):/);
  assert.match(svg, /run without a clock/);
  assert.not.match(arrheniusFigure(bare).svg, /SM clock \(MHz\):/);
});

test("the caption is the verdict, with confounders and notes, or the user's own", () => {
  const words = (text: string) => text.replace(/\s+/g, " ");
  assert.ok(words(arrheniusFigure(line).alt).includes(words(line.verdict)));
  assert.ok(arrheniusFigure(line).alt.includes(line.confounders[0]));
  assert.not.match(arrheniusFigure(line, { caption: "自己的说明" }).alt, /accounts for/);
});

test("a broken Arrhenius line has its break at its temperature", async () => {
  const figure = arrheniusFigure(parts);
  assert.equal(await problems(figure), []);
  const px = scale(ticksOf(figure.svg, "x"));
  const [rule] = groups(figure.svg, "line").flatMap((g) => elements(g, "path"));
  assert.ok(near(Number(/M([\d.]+)/.exec(rule.d)![1]), px(1000 / parts.breakT.value)));
  const [strip] = elements(groups(figure.svg, "rect")[0], "rect");
  const ends = parts.breakT.ci.map((T) => px(1000 / T));
  assert.ok(near(Number(strip.x), ends[1]) && near(Number(strip.x) + Number(strip.width), ends[0]));
  assert.match(figure.alt, /Break at 7\d(\.\d)? °C/);
});

test("two answers stand side by side on one scale, each with its heading and verdict", async () => {
  const figure = arrheniusPair([line, "T during"], [bare, "温度:运行之前"]);
  assert.equal(await problems(figure), []);
  assert.ok(figure.width <= 880);
  const drawn = dots(figure.svg);
  assert.is(drawn.length, 60);
  for (const { x, y } of drawn) {
    assert.ok(x > 40 && x < 402 && y > 42 && y < 306, "within its panel");
  }
  const xs = drawn.slice(0, 40).map((d) => d.x);
  assert.ok(Math.max(...xs) - Math.min(...xs) > 240, "the wider of the two fills its panel");
  for (const name of [">T during<", ">温度:运行之前<"]) assert.ok(figure.svg.includes(name));
  const unit = (axis: "x" | "y", which: number) => {
    const s = scale(ticksOf(figure.svg, axis, which));
    return s(1) - s(0);
  };
  assert.ok(near(unit("x", 0) / unit("x", 2), 1, 0.01), "1000/T: panel 2's axis comes after °C");
  assert.ok(near(unit("y", 0) / unit("y", 1), 1, 0.01), "ln k");
  assert.ok(figure.alt.includes(line.verdict) && figure.alt.includes(bare.verdict));
});

test("a line and a broken line can stand together", async () => {
  const figure = arrheniusPair([line, "one line"], [parts, "two lines"]);
  assert.equal(await problems(figure), []);
  assert.match(figure.svg, /two lines that meet/);
});

test("a fit without points is refused", () => {
  const empty = (draw: () => unknown) =>
    assert.throws(draw, (e: unknown) => e instanceof FigureError && /no points/.test(e.message));
  empty(() => arrheniusFigure({ ...line, points: [] }));
  empty(() => arrheniusPair([line, "a"], [{ ...line, points: [] }, "b"]));
});

test("the same fits give the same bytes", () => {
  const draw = () => [arrheniusFigure(line).svg, arrheniusPair([line, "a"], [parts, "b"]).svg];
  assert.equal(draw(), draw());
});

test.run();
