import { FigureError, treatmentsFigure } from "@kgen/figures";
import { h100Catalysis, notTested, treatment, treatments } from "@kgen/kinetics";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { problems } from "./data.ts";
import { elements, groups } from "./places.ts";

const runs = (factor: number, better: number, s: number, n = 8) =>
  Array.from({ length: n }, (_, i) => ({
    pair: i,
    k: 7 * factor * (1 + 0.03 * Math.sin(s * i * i)),
    quality: 0.8 + better + 0.02 * Math.cos(s * i),
  }));
const ssim = { quality: { name: "ssim", direction: "higher" as const } };

test("every treatment of the H100 has its point, its interval and its words", async () => {
  const all = h100Catalysis(), figure = treatmentsFigure(all);
  assert.equal(await problems(figure), []);
  assert.is(groups(figure.svg, "dot")[0].split("<circle").length - 1, 19);
  assert.match(figure.alt, /torch\.compile \(blocks\) against bf16, eager: \+18\.5 %/);
  assert.match(figure.svg, /Not tested: attention/);
  assert.match(figure.svg, /no pictures to score/);
  assert.is(figure.svg, treatmentsFigure(all).svg, "the same bytes");
});

test("quality stands beside k, turned so that right is better", async () => {
  const lower = { quality: { name: "lpips", direction: "lower" as const } };
  const family = treatments([
    treatment("better", runs(1, 0, 3), runs(1.4, 0.05, 5), ssim),
    treatment("also better", runs(1, 0, 3), runs(1.4, -0.05, 5), lower),
    treatment("unseen", runs(1, 0, 3), runs(0.8, 0, 7)),
  ]);
  const figure = treatmentsFigure(family, { note: "Synthetic." });
  assert.equal(await problems(figure), []);
  const gs = [...figure.alt.matchAll(/quality g = (−?[\d.]+)/g)].map((m) => m[1]);
  assert.ok(gs.length === 2 && gs.every((g) => !g.startsWith("−")), gs.join());
  assert.match(figure.svg, />not seen</);
  assert.match(figure.svg, />slower, worse</);
  assert.match(figure.alt, /Synthetic\./);
});

test("filled is decided after the correction, hollow is not", () => {
  const one = (factor: number) => treatments([treatment("t", runs(1, 0, 3), runs(factor, 0, 5))]);
  const fills = (factor: number) =>
    [
      ...groups(treatmentsFigure(one(factor)).svg, "dot")[0].matchAll(
        /<circle[^>]*?fill="([^"]+)"/g,
      ),
    ].map((m) => m[1]);
  assert.equal([fills(1.4), fills(0.7), fills(1)], [["#0072B2"], ["#D55E00"], ["#ffffff"]]);
});

test("no upright line crosses a heading, however long; beside short ones the lines go through", () => {
  const under = (factor: string) =>
    treatment(factor, runs(1, 0, 3), runs(1.4, 0.05, 5), { ...ssim, factor });
  const long = "LoRA on or off, with the same number of evaluations of the network";
  const { svg } = treatmentsFigure(treatments([under("sampler"), under(long)]));
  // The ratios stand in the first panel.
  const panel = svg.split("<svg ")[2];
  const [short, second] = elements(panel, "text").filter((t) => t["font-weight"] === "600" && t.y)
    .slice(-2).map((t) => Number(t.y));
  const upright = groups(panel, "rule").flatMap((g) => elements(g, "line"))
    .filter(({ x1, x2 }) => x1 === x2)
    .map(({ x1, y1, y2 }) => ({ x: Number(x1), y1: Number(y1), y2: Number(y2) }));
  const through = (y: number) => upright.filter(({ y1, y2 }) => y1 < y + 4 && y2 > y - 10);
  assert.ok(second > short && through(short).length >= 4, `${through(short).length} lines`);
  // Some 430 px of words.
  assert.equal(through(second).filter(({ x }) => x < 420), []);
});

test("an interval that leaves the figure ends in an arrow; nothing to draw is refused", async () => {
  const wide = treatment("wide", [{ pair: 1, k: 1 }, { pair: 2, k: 1 }], [{ pair: 1, k: 1 }, {
    pair: 2,
    k: 3,
  }]);
  const figure = treatmentsFigure(treatments([wide]));
  assert.equal(await problems(figure), []);
  assert.is([...figure.svg.matchAll(/<path d="M\d+,[\d.]+L\d+,[\d.]+L\d+/g)].length, 2);
  assert.throws(
    () => treatmentsFigure(treatments([notTested("a", "a", "why")])),
    (e: unknown) => e instanceof FigureError,
  );
});

test.run();
