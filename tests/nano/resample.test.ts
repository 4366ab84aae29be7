/** Scaling against what ComfyUI makes of the same pixels, and sizes as it computes them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toRgb } from "../../lib/nano/engine/pixels.ts";
import { resample, type ScaleMethod, scaleMethods } from "../../lib/nano/engine/resample.ts";
import { askedSize, scale, totalSize } from "../../lib/nano/engine/scale.ts";
import { Pixels } from "../../lib/nano/engine/values.ts";
import recorded from "./transcripts/pictures.json" with { type: "json" };

/** The picture of scenarios/pictures.ts: red grows to the right, green downwards. */
const levels = [
  (x: number, _: number) => 40 * x,
  (_: number, y: number) => 60 * y,
  () => 128,
];
const picture = new Pixels(
  Float32Array.from(
    levels.flatMap((level) =>
      Array.from({ length: 24 }, (_, i) => level(i % 6, Math.floor(i / 6)))
    ),
    (v) => v / 127.5 - 1,
  ),
  1,
  6,
  4,
);

for (const method of scaleMethods) {
  test(`${method} gives ComfyUI's pixels`, () => {
    const runs = recorded.scaled.filter((run) => run.method === method);
    assert.is(runs.length, 3);
    for (const { width, height, crop, rgb } of runs) {
      const made = scale(picture, { width, height }, method, crop === "center");
      const got = toRgb(made.samples, 0, width, height).data;
      assert.is(got.length, rgb.length);
      // ComfyUI drops the fraction of a level where this host rounds it.
      const off = Math.max(...rgb.map((v, i) => Math.abs(v - got[i])));
      assert.ok(off <= 1, `${width}x${height}, ${crop}: off by ${off}`);
    }
  });
}

test("the same size changes nothing, and one colour stays one", () => {
  for (const method of scaleMethods) {
    const same = scale(picture, picture, method, true);
    same.samples.forEach((v, i) => assert.ok(Math.abs(v - picture.samples[i]) < 1e-6, method));
    const grey = new Float32Array(35).fill(0.25);
    for (const to of [{ width: 3, height: 11 }, { width: 1, height: 1 }]) {
      const out = resample(grey, { width: 7, height: 5 }, to, method as ScaleMethod);
      out.forEach((v) => assert.ok(Math.abs(v - 0.25) < 1e-6, method));
    }
  }
});

test("each picture of a batch is scaled by itself", () => {
  const two = new Float32Array(2 * picture.samples.length);
  two.set(picture.samples, picture.samples.length);
  const made = scale(new Pixels(two, 2, 6, 4), { width: 3, height: 2 }, "area");
  const one = scale(picture, { width: 3, height: 2 }, "area");
  assert.equal([...made.samples.subarray(18)], [...one.samples]);
  assert.ok(made.samples.subarray(0, 18).every((v) => v === 0));
});

test("sizes", () => {
  const from = { width: 6, height: 4 };
  assert.equal(askedSize(from, { width: 0, height: 0 }), from);
  assert.equal(askedSize(from, { width: 5, height: 0 }), { width: 5, height: 3 });
  assert.equal(askedSize(from, { width: 0, height: 40 }), { width: 60, height: 40 });
  assert.equal(totalSize(from, 0.01, 1), { width: 125, height: 84 });
  assert.equal(totalSize(from, 0.01, 20), { width: 120, height: 80 });
  assert.equal(totalSize({ width: 4000, height: 1 }, 0.01, 64).height, 64);
});

test("a very flat picture keeps a column when it is cut", () => {
  const flat = new Pixels(new Float32Array(3 * 4).fill(0.5), 1, 4, 1);
  const made = scale(flat, { width: 1, height: 96 }, "lanczos", true);
  made.samples.forEach((v) => assert.ok(Math.abs(v - 0.5) < 1e-6));
});

test("what no memory would hold is refused", () => {
  assert.throws(() => scale(picture, { width: 16384, height: 16384 }, "area"), "too large");
});

test.run();
