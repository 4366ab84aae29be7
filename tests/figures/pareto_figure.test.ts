import { FigureError, paretoFigure } from "@kgen/figures";
import { benchmarkOptions, recommend, SEED_NEEDS } from "@kgen/kinetics";
import { random } from "@kgen/stats";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { line, touches } from "../../lib/figures/place_labels.ts";
import { placeNames } from "../../lib/figures/place_names.ts";
import { textWidth } from "../../lib/figures/words.ts";
import { problems } from "./data.ts";
import { groups } from "./places.ts";

const all = recommend(benchmarkOptions(), SEED_NEEDS[0]);
const seed = recommend(benchmarkOptions("seed"), {
  ...SEED_NEEDS[0],
  task: undefined,
  trust: "any",
});

test("it is a whole SVG on any two axes", async () => {
  for (const found of [all, seed]) {
    for (
      const axes of [{}, { y: "memory" }, { x: "memory", y: "quality" }, { x: "latency" }] as const
    ) {
      assert.equal(await problems(paretoFigure(found, axes)), []);
    }
  }
});

test("points stand at their numbers, bars reach over their intervals", () => {
  const { svg } = paretoFigure(seed);
  const circles = [...groups(svg, "dot")[0].matchAll(/translate\(([-\d.]+),([-\d.]+)\)/g)]
    .map((m) => [Number(m[1]), Number(m[2])]);
  const drawn = seed.rows.filter((r) => r.figures.quality !== null);
  assert.is(circles.length, drawn.length);
  // In order of time. log time is a line in x, FID one in y.
  circles.sort((a, b) => a[0] - b[0]);
  drawn.sort((a, b) => a.figures.time!.value - b.figures.time!.value);
  const [a, b, c] = [circles[0], circles[2], circles[3]];
  const three = [drawn[0], drawn[2], drawn[3]];
  const t = three.map((r) => Math.log(r.figures.time!.value));
  const q = three.map((r) => r.figures.quality!.value);
  const share = (v: number[], p: number[]) =>
    (v[1] - v[0]) / (v[2] - v[0]) - (p[1] - p[0]) / (p[2] - p[0]);
  assert.ok(Math.abs(share(t, [a[0], b[0], c[0]])) < 0.01);
  assert.ok(Math.abs(share(q, [a[1], b[1], c[1]])) < 0.01);
  assert.is([...groups(svg, "link")[0].matchAll(/<path/g)].length, 2 * drawn.length);
});

test("what is ruled out is hollow and named with its limit; unknown numbers are on their strip", () => {
  const { svg, alt } = paretoFigure(all);
  assert.match(svg, /Turbo, RTX 4090 \(claimed\): refuted/);
  assert.match(svg, /Edit, H800 \(claimed\): task/);
  assert.match(svg, /FID unknown/);
  assert.match(alt, /Ruled out: .*by refuted/);
  assert.match(alt, /Turbo, H100, 1 step \(0\.5\d+ s, FID unknown/);
  const unknown = all.rows.filter((r) => r.figures.quality === null).length;
  assert.is([...svg.matchAll(/<(circle|path)[^>]*><title>/g)].length, unknown);
});

test("names touch neither each other nor a point, and are within the edges: 100 crowded pictures", () => {
  const { uniform, below } = random(5);
  const edges = { left: 0, right: 600, top: 0, bottom: 350 };
  for (let t = 0; t < 100; t++) {
    const points = Array.from({ length: 3 + below(25) }, (_, i) => ({
      x: 40 + 520 * uniform() ** 2,
      y: 20 + 300 * uniform(),
      text: `Turbo, H100, option ${i}`,
    }));
    const names = placeNames(points, edges);
    const boxes = names.map((n) => {
      const width = textWidth(n.text, 11);
      const left = n.anchor === "start" ? n.x : n.anchor === "end" ? n.x - width : n.x - width / 2;
      return line(left, width, n.y);
    });
    boxes.forEach((b, i) => {
      assert.ok(b.left >= 0 && b.right <= 600 && b.top >= 0 && b.bottom <= 350);
      assert.not(boxes.some((c, j) => i !== j && touches(b, c)));
      assert.not(
        points.some((p) =>
          touches(b, { left: p.x - 4, right: p.x + 4, top: p.y - 4, bottom: p.y + 4 })
        ),
      );
    });
    assert.ok(names.length >= Math.min(points.length, 3), "there is room for some");
  }
});

test("an axis without a number is refused", () => {
  assert.throws(
    () => paretoFigure(seed, { x: "cost" }),
    (e: unknown) => e instanceof FigureError && /cost/.test(e.message),
  );
});

test.run();
