import { FigureError, filmStrip, type FrameScore, scoredFilmStrip } from "@kgen/figures";
import { metric } from "@kgen/quality";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { filmRun, problems } from "./data.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-scored-"));
test.after(() => rm(folder, { recursive: true }));
const run = { ...await filmRun(join(folder, "run"), 4), id: "r1" };

const scores = (
  metric: string,
  values: (number | null)[],
  reference = "last frame",
): FrameScore[] => values.map((value, i) => ({ run: "r1", step: i + 1, metric, value, reference }));
/** The texts drawn under the frames: [words, weight, style]. */
const lines = (svg: string, name: string) =>
  [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)]
    .filter((m) => m[2].startsWith(`${name} `))
    .map((m) => ({ text: m[2], bold: m[1].includes("700"), italic: m[1].includes("italic") }));
const failure = (made: Promise<unknown>) => made.then(() => null, (e) => e);

test("every frame has its scores; the star is with the best that is not its own reference", async () => {
  const rows = [
    ...scores("psnr", [12.25, 20, 31.5, Infinity]),
    ...scores("rmse", [0.3, 0.0512, 0.1, 0]),
  ];
  const figure = await scoredFilmStrip(run, rows, { note: "Synthetic pictures." });
  assert.equal(await problems(figure), []);
  assert.equal(lines(figure.svg, "psnr").map((l) => l.text), [
    "psnr 12.3",
    "psnr 20.0",
    "psnr 31.5 ★",
    "psnr ∞",
  ]);
  assert.equal(lines(figure.svg, "rmse").map((l) => l.bold), [false, true, false, false]);
  assert.equal(lines(figure.svg, "psnr").map((l) => l.italic), [false, false, false, true]);
  assert.match(figure.svg, /psnr: higher is better; rmse: lower is better/);
  assert.match(figure.alt, /best psnr at step 3: 31\.5; best rmse at step 2: 0\.0512/);
  assert.match(figure.svg, /Synthetic pictures\./);
});

test("a metric without reference is ranked over all frames, once somebody says which way is better", async () => {
  const rows = scores("sharpness", [1, 4, 9, 16], "none");
  const silent = await scoredFilmStrip(run, rows);
  assert.not.match(silent.svg, /★/);
  assert.match(silent.svg, /which way is better is not known/);
  const told = await scoredFilmStrip(run, rows, { metrics: [metric("sharpness")] });
  assert.equal(lines(told.svg, "sharpness").map((l) => l.text.endsWith("★")), [
    false,
    false,
    false,
    metric("sharpness").direction === "higher",
  ]);
});

test("a frame without a score says so, and a score without a frame is told", async () => {
  const rows = [
    ...scores("ssim", [0.5, NaN, null, 1]),
    { run: "r1", step: 9, metric: "ssim", value: 0.2, reference: "last frame" },
  ];
  const figure = await scoredFilmStrip(run, rows);
  assert.equal(await problems(figure), []);
  assert.equal(lines(figure.svg, "ssim").filter((l) => l.text === "ssim no score").length, 2);
  assert.match(figure.svg, /Scores of step 9 have no frame here/);
});

test("scores of other runs stay out, and what cannot be told apart is refused", async () => {
  const other = scores("ssim", [0.9, 0.9, 0.9, 0.9]).map((r) => ({ ...r, run: "r2" }));
  const mine = scores("ssim", [0.1, 0.2, 0.3, 1]);
  const figure = await scoredFilmStrip(run, [...other, ...mine]);
  assert.equal(lines(figure.svg, "ssim")[0].text, "ssim 0.100");
  for (
    const [made, words] of [
      [scoredFilmStrip({ ...run, id: undefined }, [...other, ...mine]), /2 runs/],
      [scoredFilmStrip(run, other), /no scores of run r1; there are of r2/],
      [scoredFilmStrip(run, [...mine, ...mine]), /Step 1 has two scores of ssim/],
      [scoredFilmStrip(run, mine, { metrics: ["psnr"] }), /"psnr"; there are ssim/],
      [scoredFilmStrip(run, []), /Score the run first/],
      [scoredFilmStrip({ ...run, evaluations: [] }, mine), /has none/],
    ] as [Promise<unknown>, RegExp][]
  ) {
    const error = await failure(made);
    assert.instance(error, FigureError);
    assert.match(error.message, words);
  }
});

test("a film strip says its note below, in the picture and in words", async () => {
  const figure = await filmStrip(run, { note: ["Recorded on the embedded host.", "合成"] });
  assert.equal(await problems(figure), []);
  assert.match(figure.svg, />Recorded on the embedded host\.</);
  assert.ok(figure.alt.endsWith("合成"));
});

test.run();
