import { FigureError, rateBars, rooflineFigure } from "@kgen/figures";
import { roofline } from "@kgen/kinetics";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { problems } from "./data.ts";
import { dots, elements, groups, scale, ticksOf } from "./places.ts";

const rows = [
  { variant: "Turbo", gpu: "H800", k: 11.11, note: "表" },
  { variant: "Base", gpu: "H800", k: 9.35 },
  { variant: "Turbo", gpu: "H100", k: 7.04, lo: 6.7, hi: 7.4 },
];
const near = (a: number, b: number) => Math.abs(a - b) < 0.05;
const refused = (draw: () => unknown, says: RegExp) =>
  assert.throws(draw, (e: unknown) => e instanceof FigureError && says.test(e.message));

test("an interval that reaches below 0 is cut off there: nothing is drawn over the names", async () => {
  const figure = rateBars([
    { variant: "Turbo", gpu: "A", k: 21, lo: -30, hi: 72 },
    { variant: "Turbo", gpu: "B", k: 25, lo: 20, hi: 30 },
  ]);
  assert.equal(await problems(figure), []);
  const zero = scale(ticksOf(figure.svg, "x"))(0);
  const lines = groups(figure.svg, "rule").flatMap((g) => elements(g, "line"));
  assert.ok(lines.length > 0);
  assert.ok(lines.every((l) => Number(l.x1) >= zero - 1), "a line begins left of 0");
  assert.match(figure.alt, /[-−]30\S* to 72/, "the words keep the interval");
});

test("bars reach from 0 to k, grouped by variant, a card in one colour", async () => {
  const figure = rateBars(rows);
  assert.equal(await problems(figure), []);
  const px = scale(ticksOf(figure.svg, "x"));
  const bars = elements(groups(figure.svg, "rect")[0], "rect");
  // Both rows of Turbo come before Base.
  [11.11, 7.04, 9.35].forEach((k, i) => {
    assert.ok(near(Number(bars[i].x), px(0)), "from 0");
    assert.ok(near(Number(bars[i].x) + Number(bars[i].width), px(k)), `to ${k}`);
  });
  assert.is(bars[0].fill, bars[2].fill);
  assert.is.not(bars[0].fill, bars[1].fill);
  for (const value of [">11.1<", ">9.35<", ">7.04<", ">表<"]) assert.ok(figure.svg.includes(value));
});

test("an error bar stands where an interval is known, and only there", () => {
  const { svg } = rateBars(rows);
  const px = scale(ticksOf(svg, "x"));
  const [bars, low, high] = groups(svg, "rule").map((g) => elements(g, "line"));
  assert.is(bars.length, 1);
  assert.ok(near(Number(bars[0].x1), px(6.7)) && near(Number(bars[0].x2), px(7.4)));
  assert.ok(near(Number(low[0].x1), px(6.7)) && near(Number(high[0].x1), px(7.4)));
  assert.match(svg, /95 % interval \(where one is known\)/);
  assert.not.match(rateBars(rows.slice(0, 2)).svg, /interval/);
});

test("a long note goes below with its number, and a long name is cut", async () => {
  const note = "measured on a machine of which much could be said here and is";
  const figure = rateBars([{ variant: "模型".repeat(60), gpu: "卡".repeat(40), k: 2, note }]);
  assert.equal(await problems(figure), []);
  assert.ok(figure.svg.includes(">[1]<") && figure.svg.includes(`[1] ${note}`));
  assert.is(figure.svg.split("…</text>").length - 1, 2);
});

test("rates that cannot be bars are refused, with their row", () => {
  refused(() => rateBars([]), /no rates/);
  refused(() => rateBars([{ ...rows[0], k: NaN }]), /row 1 has k = NaN/);
  refused(() => rateBars([rows[0], { ...rows[1], k: -1 }]), /row 2 \(Base, H800\)/);
  refused(() => rateBars([{ ...rows[2], lo: 8 }]), /k between them/);
  refused(() => rateBars([{ ...rows[2], hi: null }]), /both ends/);
});

test("a roof turns at its ridge, and what was measured stands below it", async () => {
  const h100 = roofline("H100", { k: 7.04 });
  const figure = rooflineFigure(h100);
  assert.equal(await problems(figure), []);
  // "10⁴" is no number and is passed over.
  const place = (axis: "x" | "y") => {
    const plain = ticksOf(figure.svg, axis).filter(([v]) => Number.isFinite(v));
    return scale(plain.map(([v, p]) => [Math.log10(v), p]));
  };
  const px = place("x"), py = place("y");
  const [path] = groups(figure.svg, "line").flatMap((g) => elements(g, "path"));
  const corners = [...path.d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map((m) => m.slice(1).map(Number));
  assert.is(corners.length, 3);
  assert.ok(near(corners[1][0], px(Math.log10(h100.ridge))));
  assert.ok(near(corners[1][1], py(Math.log10(h100.gpu.bf16_tflops))));
  const [dot] = dots(figure.svg);
  assert.ok(near(dot.x, px(Math.log10(h100.intensity))));
  assert.ok(near(dot.y, py(Math.log10(h100.achieved_tflops!))));
  assert.match(figure.svg, />H100: 7\.04 s⁻¹, \d+ % of its ceiling</);
});

test("cards with the same limits share a roof, one without a measurement shows its ceiling", async () => {
  const all = [
    roofline("H100", { k: 7.04 }),
    roofline("H800", { k: 11.1 }),
    roofline("RTX 3090"),
  ];
  const figure = rooflineFigure(all);
  assert.equal(await problems(figure), []);
  assert.is(groups(figure.svg, "line").length, 2);
  assert.match(figure.svg, />H100, H800: 989\.4 TFLOP\/s/);
  assert.equal(dots(figure.svg).map((d) => d.fill === "#ffffff"), [false, false, true]);
  assert.match(figure.svg, />RTX 3090: at most/);
});

test("measured points close together get names on lines of their own", () => {
  const { svg } = rooflineFigure([7, 7.1, 7.2].map((k) => roofline("H100", { k })));
  const heights = [...svg.matchAll(/y="([\d.]+)"[^>]*>H100: 7/g)].map((m) => Number(m[1]));
  assert.is(heights.length, 3);
  for (const i of [1, 2]) assert.ok(Math.abs(heights[i] - heights[i - 1]) >= 15);
});

test("no rooflines are refused, and the same ones give the same bytes", () => {
  refused(() => rooflineFigure([]), /no rooflines/);
  const draw = () => [rateBars(rows).svg, rooflineFigure(roofline("H100", { k: 7 })).svg];
  assert.equal(draw(), draw());
});

test.run();
