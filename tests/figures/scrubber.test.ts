// The view of one run: its data by hand, the same bytes each time, and nothing in it that would break a page.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { scrubber } from "@kgen/figures";
import { completeness, fitOrder } from "@kgen/kinetics";
import { bundleOf } from "@kgen/notebook";
import { scrubberData } from "../../lib/figures/scrubber_data.ts";

const prompt = "a</script><b>樱花";
const value = [0.4, 0.27, 0.16, 0.1, 0.05, 0.03, 0.02, 0];
const rows = value.map((v, i) => ({
  run: "r1",
  host: "none",
  variant: "turbo" as const,
  gpu: null,
  prompt,
  seed: 7,
  batch: 1,
  sigma: null,
  metric: "rmse",
  reference: "last frame",
  step: i + 1,
  nfe: i + 1,
  t_s: 0.1 * i,
  value: v,
}));
const c = completeness(rows, "rmse");
const dir = mkdtempSync(join(tmpdir(), "kgen-scrubber-"));
mkdirSync(join(dir, "frames"));
const frame = (i: number) => `frames/${i}.png`;
for (const i of [0, 1, 2]) {
  const picture = {
    width: 96,
    height: 96,
    channels: 3 as const,
    background: { r: 80 * i, g: 9, b: 9 },
  };
  writeFileSync(join(dir, frame(i)), await sharp({ create: picture }).png().toBuffer());
}
const evaluations = rows.map(({ step, nfe, t_s }, i) => ({
  step,
  nfe,
  t: t_s,
  sigma: 1 - i / 8,
  frame: i < 3 ? frame(i) : null,
}));
const run = { prompt, evaluations, dir };

test("each step has the fits of the frames up to it, and no other", () => {
  const { steps } = scrubberData(run, c, "t");
  assert.equal(steps.map((s) => s.n), [0, 1, 2, 3, 4, 5, 6, 6]);
  assert.equal(steps.slice(0, 4).map((s) => s.fits), Array(4).fill([null, null]));
  for (const s of steps.slice(4)) {
    const { k, ci } = fitOrder({ ...c, points: c.points.filter((p) => p.step <= s.step) }, 1);
    assert.equal(s.fits[0], [k, ...ci].map((v) => Number(v.toPrecision(4))));
  }
  assert.is.not(steps[5].fits[0]![0], steps[6].fits[0]![0], "the fit moves");
  assert.is(steps[1].I, Number((1 - 0.27 / 0.4).toPrecision(4)));
});

test("the same run gives the same bytes, without ids", async () => {
  const view = await scrubber(run, c);
  assert.is((await scrubber(run, c)).html, view.html);
  assert.not.match(view.html, /\bid="/);
});

test("frames stand in order with words, and what is missing keeps its place", async () => {
  const { html } = await scrubber(run, c);
  assert.equal(
    [...html.matchAll(/<img src="data:image\/png[^"]*" width="96" alt="([^"]*)"/g)].map((m) =>
      m[1]
    ),
    [
      "step 1, NFE 1",
      "step 2, NFE 2",
      "step 3, NFE 3",
    ],
  );
  assert.is(html.match(/no frame<br>/g)?.length, 5);
});

test("a prompt or a metric cannot end the script or become markup, and nothing is fetched", async () => {
  const odd = { ...c, metric: "x</script><b>樱花" };
  assert.is(scrubberData(run, odd, "t").metric, "x/scriptb樱花");
  const { html } = await scrubber(run, odd);
  assert.is(html.match(/<\/script>/g)?.length, 1);
  assert.not.match(html, "<b>樱花");
  assert.not.match(html, /https?:|import\s*\(|import .* from/);
});

test("show hands it over as HTML, with words for where there is none", async () => {
  const view = await scrubber(run, c);
  const bundle = bundleOf(view);
  assert.equal(Object.keys(bundle), ["text/html", "text/plain"]);
  assert.match(bundle["text/plain"], /order 1 fitted to all frames/);
  const text = bundle["text/html"].replace(/base64,[A-Za-z0-9+/=]*/g, "");
  assert.not.match(
    text,
    /\b(NaN|undefined)\b/,
    "checkOutputs would call it a number that came out as nothing",
  );
});

test.after(() => rmSync(dir, { recursive: true }));
test.run();
