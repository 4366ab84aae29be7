import { animation, FigureError } from "@kgen/figures";
import { bundleOf } from "@kgen/notebook";
import { Buffer } from "node:buffer";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { filmRun } from "./data.ts";
import { playApng } from "./play_apng.ts";

const folder = await mkdtemp(join(tmpdir(), "kgen-animation-"));
test.after(() => rm(folder, { recursive: true }));
const run = await filmRun(join(folder, "run"), 3);

/** The colour in the middle of the place for a frame. */
const middle = (
  p: { data: Uint8Array; width: number },
  x: number,
  y: number,
) => [...p.data.subarray(3 * (y * p.width + x), 3 * (y * p.width + x) + 3)];

test("each frame stands for its recorded time, slowed down, and the last is held", async () => {
  const moving = await animation(run, { slowdown: 10, hold: 1.5 });
  assert.equal(moving.moments, [
    { t: 0, delay_ms: 300 },
    { t: 0.03, delay_ms: 300 },
    { t: 0.06, delay_ms: 300 },
    { t: 0.09, delay_ms: 1500 },
  ]);
  assert.match(moving.alt, /shown 10 times slower than recorded, the last frame held 1\.5 s/);
  assert.ok(moving.alt.includes(`${moving.width} × ${moving.height} pixels, 4 pictures`));
  const played = await playApng(moving.bytes);
  assert.equal(played.frames.map((f) => f.delay_ms), [300, 300, 300, 1500]);
  assert.is(played.loops, 0);
});

test("the colours are those of the captured frames, and what cannot play it shows the last", async () => {
  const { bytes, width, height } = await animation(run, { slowdown: 10 });
  const { frames } = await playApng(bytes);
  const x = width / 2, y = 150;
  assert.equal(frames.slice(1).map((f) => middle(f, x, y)), [[20, 90, 160], [27, 90, 160], [
    34,
    90,
    160,
  ]]);
  assert.equal(middle(frames[0], x, y - 60), [242, 242, 242], "an empty place before the first");
  const still = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  assert.equal([still.info.width, still.info.height], [width, height]);
  assert.ok(Buffer.compare(still.data, frames[3].data) === 0);
});

test("it is sound to a strict reader: every checksum, sequence number and box", async () => {
  const { bytes } = await animation(run);
  const { chunks, width, height } = await playApng(bytes);
  for (const { type, data, crc } of chunks) {
    assert.is(crc32(Buffer.concat([Buffer.from(type), data])), crc, type);
  }
  assert.equal(chunks.slice(0, 3).map((c) => c.type), ["IHDR", "acTL", "IDAT"]);
  const numbered = chunks.filter((c) => /^f[cd]/.test(c.type)).map((c) => c.data.readUInt32BE(0));
  assert.equal(numbered, numbered.map((_, i) => i));
  for (const { data } of chunks.filter((c) => c.type === "fcTL")) {
    const [w, h, x, y] = [4, 8, 12, 16].map((at) => data.readUInt32BE(at));
    assert.ok(w > 0 && h > 0 && x + w <= width && y + h <= height);
  }
});

test("several runs play side by side on one clock", async () => {
  const quick = { ...run, seed: 1 };
  const slow = {
    ...run,
    seed: 2,
    evaluations: run.evaluations.map((e) => ({ ...e, t: [0.1, 0.19, 0.28][e.step - 1] })),
  };
  const moving = await animation([quick, slow], { slowdown: 10 });
  assert.equal(moving.moments.map((m) => m.t), [0, 0.03, 0.06, 0.09, 0.1, 0.19, 0.28]);
  assert.match(moving.alt, /2 runs side by side.*seed 1: .*seed 2: /);
  const { frames } = await playApng(moving.bytes);
  const y = 150, left = moving.width / 2 - 100, right = moving.width / 2 + 100;
  const [first, last] = [[20, 90, 160], [34, 90, 160]];
  // At 0.1 s the quick one is done, and the slow one shows its first frame.
  assert.equal(middle(frames[4], left, y), last);
  assert.equal(middle(frames[4], right, y), first);
  assert.equal(middle(frames[6], right, y), last);
});

test("a slow run is shown faster, by a round factor", async () => {
  const evaluations = run.evaluations.map((e) => ({ ...e, t: 300 * e.t }));
  const { slowdown, alt } = await animation({ ...run, evaluations });
  assert.is(slowdown, 0.2);
  assert.match(alt, /shown 5 times faster than recorded/);
});

test("a delay over a minute is told in parts that PNG can write", async () => {
  const { bytes } = await animation(run, { slowdown: 5000, side: 32 });
  const { frames } = await playApng(bytes);
  assert.is(frames.reduce((sum, f) => sum + f.delay_ms, 0), 450_000 + 2000);
});

test("a small frame is enlarged pixel by pixel, a large one shrunk", async () => {
  const small = await filmRun(join(folder, "small"), 1, { width: 2, height: 1 });
  const pixels = { raw: { width: 2, height: 1, channels: 3 as const } };
  await sharp(new Uint8Array([255, 0, 0, 0, 0, 255]), pixels).png()
    .toFile(join(small.dir!, "frames/001.png"));
  const { frames } = await playApng((await animation(small)).bytes);
  const last = frames.at(-1)!, x = last.width / 2;
  assert.equal(middle(last, x - 1, 180), [255, 0, 0]);
  assert.equal(middle(last, x, 180), [0, 0, 255]);
  const large = await filmRun(join(folder, "large"), 1, { width: 1024, height: 512 });
  const { width, height } = await animation(large, { side: 300 });
  assert.ok(width < 450 && height < 550, `${width} x ${height}`);
});

test("steps without frames and broken files keep their place and say so", async () => {
  const broken = await filmRun(join(folder, "broken"), 3);
  await writeFile(join(broken.dir!, "frames/002.png"), "no picture");
  const evaluations = broken.evaluations.map((e, i) => i === 2 ? { ...e, frame: null } : e);
  const { bytes, width } = await animation({ ...broken, evaluations });
  const { frames } = await playApng(bytes);
  assert.equal(frames.map((f) => middle(f, width / 2, 80)).slice(2), [[242, 242, 242], [
    242,
    242,
    242,
  ]]);
});

test("a GIF has the same pages and pace", async () => {
  const moving = await animation(run, { format: "gif", slowdown: 10 });
  assert.is(moving.mime, "image/gif");
  const { pages, delay, loop, pageHeight } = await sharp(moving.bytes, { animated: true })
    .metadata();
  assert.equal([pages, delay, loop, pageHeight], [4, [300, 300, 300, 2000], 0, moving.height]);
});

test("a notebook shows it as a picture, with its words", async () => {
  const moving = await animation(run);
  const bundle = bundleOf(moving);
  assert.equal(Object.keys(bundle), ["image/png", "text/plain"]);
  assert.equal(new Uint8Array(Buffer.from(bundle["image/png"], "base64")), moving.bytes);
  assert.is(bundle["text/plain"], moving.alt);
  const gif = await animation({ ...run, prompt: '"><b>' }, { format: "gif" });
  const html = bundleOf(gif)["text/html"];
  assert.match(html, /^<img src="data:image\/gif;base64,[\w+/=]+" alt="[^"<>]*">$/);
});

test("the same run gives the same bytes", async () => {
  assert.equal((await animation(run)).bytes, (await animation(run)).bytes);
});

test("no run, too many, no clock and bad settings are refused", async () => {
  const late = run.evaluations.map((e, i) => i === 1 ? { ...e, t: NaN } : e);
  const back = run.evaluations.map((e, i) => i === 1 ? { ...e, t: 1 } : e);
  for (
    const [made, words] of [
      [animation([]), /given 0/],
      [animation(Array(7).fill(run)), /given 7/],
      [animation({ ...run, evaluations: [] }), /has none/],
      [animation({ ...run, evaluations: late }), /step 2 has the time t = NaN/],
      [animation({ ...run, evaluations: back }), /time goes back at step 3/],
      [animation(run, { slowdown: 0 }), /slowdown/],
      [animation(run, { hold: -1 }), /hold/],
      [animation(run, { side: 5 }), /side/],
      [animation(run, { names: ["a", "b"] }), /2 names for 1 runs/],
      [animation(run, { format: "webp" as "gif" }), /apng/],
    ] as [Promise<unknown>, RegExp][]
  ) {
    const error = await made.then(() => null, (e) => e);
    assert.instance(error, FigureError);
    assert.match(error.message, words);
  }
});

test.run();
