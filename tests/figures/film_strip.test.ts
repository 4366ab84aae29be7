import { FigureError, filmStrip, filmStrips } from "@kgen/figures";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { filmRun, problems } from "./data.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-film-"));
test.after(() => rm(folder, { recursive: true }));

const images = (svg: string) =>
  [...svg.matchAll(/<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)]
    .map((m) => m.slice(1).map(Number));

test("8 frames stand in one row and 30 in four, none wider than a notebook", async () => {
  for (const [steps, rows] of [[8, 1], [30, 4]]) {
    const figure = await filmStrip(await filmRun(join(folder, String(steps)), steps));
    assert.equal(await problems(figure), []);
    const places = images(figure.svg);
    assert.is(places.length, steps);
    assert.ok(places.every(([, , w, h]) => w === 96 && h === 96));
    assert.is(new Set(places.map(([, y]) => y)).size, rows);
    assert.ok(figure.width <= 880, `${figure.width} px: JupyterLab would cut it`);
    assert.match(figure.svg, new RegExp(`step ${steps}, NFE ${steps}`));
    assert.match(figure.svg, /σ 1\.000, t 0\.030 s/);
  }
});

test("the frames are the files, byte for byte", async () => {
  const run = await filmRun(join(folder, "bytes"), 1);
  const { svg } = await filmStrip(run);
  const [, data] = /data:image\/png;base64,([^"]+)/.exec(svg)!;
  const file = await readFile(join(run.dir!, "frames/001.png"));
  assert.is(data, file.toString("base64"));
});

test("the same run gives the same bytes", async () => {
  const run = await filmRun(join(folder, "same"), 3);
  assert.is((await filmStrip(run)).svg, (await filmStrip(run)).svg);
});

test("a large or oblong frame keeps its shape and is not embedded whole, a small one is not enlarged", async () => {
  const oblong = await filmStrip(
    await filmRun(join(folder, "oblong"), 1, { width: 512, height: 256 }),
  );
  assert.equal(images(oblong.svg)[0].slice(2), [96, 48]);
  const [, data] = /base64,([^"]+)/.exec(oblong.svg)!;
  const inside = await sharp(Uint8Array.from(atob(data), (c) => c.charCodeAt(0))).metadata();
  assert.is(inside.width, 192);
  const small = await filmStrip(await filmRun(join(folder, "small"), 1, { width: 32, height: 32 }));
  assert.equal(images(small.svg)[0].slice(2), [32, 32]);
});

test("a step without a frame and a broken file keep their places and say so", async () => {
  const run = await filmRun(join(folder, "broken"), 4);
  await writeFile(join(run.dir!, "frames/003.png"), "no picture");
  const evaluations = run.evaluations.map((e, i) => i === 1 ? { ...e, frame: null } : e);
  const figure = await filmStrip({ ...run, evaluations });
  assert.equal(await problems(figure), []);
  assert.is(images(figure.svg).length, 2);
  assert.match(figure.svg, /no preview/);
  assert.match(figure.svg, /unreadable/);
});

test("a long prompt is cut in the title, whole in the words, and cannot break the markup", async () => {
  const prompt = `一位穿汉服的女孩<script>"&\u0007${"站在樱花树下,".repeat(40)}`;
  const figure = await filmStrip(await filmRun(join(folder, "long"), 8, undefined, prompt));
  assert.equal(await problems(figure), []);
  const drawn = [...figure.svg.matchAll(/font-weight="600">([^<]*)</g)].map((m) => m[1]);
  assert.is(drawn.length, 2);
  assert.ok(drawn[0].startsWith("一位穿汉服的女孩&lt;script&gt;"));
  assert.ok(drawn[1].endsWith("…"));
  assert.ok(figure.alt.includes(prompt.slice(-20)));
});

test("no evaluations and no folder are refused", async () => {
  const run = await filmRun(join(folder, "none"), 1);
  const error = await filmStrip({ ...run, evaluations: [] }).then(() => null, (e) => e);
  assert.instance(error, FigureError);
  const { dir: _, ...unopened } = run;
  assert.match(await filmStrip(unopened).then(() => "", (e) => e.message), /openRun/);
});

test("strips of several runs: a row each, the same columns, first and last step, within a notebook's width", async () => {
  const runs = await Promise.all([8, 30, 3].map((n) => filmRun(join(folder, `strips${n}`), n)));
  const figure = await filmStrips(runs);
  assert.equal(await problems(figure), []);
  const places = images(figure.svg);
  const rows = [...new Set(places.map(([, y]) => y))];
  assert.equal(rows.map((y) => places.filter((p) => p[1] === y).length), [8, 8, 3]);
  assert.ok(figure.width <= 880, `${figure.width} px`);
  for (const step of ["step 1,", "step 8,", "step 30,"]) assert.match(figure.svg, step);
  const empty = { ...runs[0], evaluations: [] };
  let refused: unknown;
  await filmStrips([runs[0], empty]).catch((error) => refused = error);
  assert.ok(refused instanceof FigureError);
});

test.run();
