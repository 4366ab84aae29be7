/** Edges of pictures. The drawing below is what ComfyUI 0.33 makes of the same picture. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { canny } from "../../lib/nano/engine/canny.ts";
import { Pixels } from "../../lib/nano/engine/values.ts";

const [width, height] = [20, 14];

/** A ball on a ground whose colours run, as planes in [-1,1]. */
const ball = new Pixels(
  Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const c = Math.floor(i / (width * height));
    const [x, y] = [i % width, Math.floor(i / width) % height];
    const inside = (x - 8) ** 2 + (y - 6) ** 2 < 20;
    const level = [inside ? 220 : 40 + 5 * x, inside ? 60 : 40 + 9 * y, (x * y * 7) % 90][c];
    return level / 127.5 - 1;
  }),
  1,
  width,
  height,
);

/** A picture of one channel as lines of text. */
const drawing = ({ samples, width, height }: Pixels, channel = 0) =>
  Array.from({ length: height }, (_, y) =>
    Array.from(
      samples.subarray((channel * height + y) * width, (channel * height + y + 1) * width),
      (v) => v === 1 ? "#" : v === -1 ? "." : "?",
    ).join(""));

test("as ComfyUI draws them, in each channel", () => {
  const edges = canny(ball, 0.15, 0.35);
  const expected = [
    "....................",
    "....................",
    ".....#######........",
    "....##.....##.......",
    "....#.......#.......",
    "...##.......##......",
    "...#.........#......",
    ".###................",
    "....#...............",
    ...Array(5).fill("...................."),
  ];
  for (const channel of [0, 1, 2]) assert.equal(drawing(edges, channel), expected);
});

test("weak edges count where they hang together with a strong one, also at a corner", () => {
  const count = (low: number, high: number) =>
    drawing(canny(ball, low, high)).join("").split("#").length;
  assert.ok(count(0.15, 0.35) > count(0.35, 0.35));
  assert.ok(count(0.15, 0.15) > count(0.15, 0.35));
});

test("an even picture and one of a single pixel have none", () => {
  for (const size of [1, 9]) {
    const even = new Pixels(new Float32Array(3 * size * size).fill(0.3), 1, size, size);
    assert.ok(canny(even, 0.01, 0.99).samples.every((v) => v === -1));
  }
});

test("each picture of a batch for itself", () => {
  const twice = new Float32Array(2 * ball.samples.length);
  twice.set(ball.samples, ball.samples.length);
  const { samples, batch } = canny(new Pixels(twice, 2, width, height), 0.15, 0.35);
  assert.is(batch, 2);
  assert.ok(samples.subarray(0, ball.samples.length).every((v) => v === -1));
  assert.equal(samples.subarray(ball.samples.length), canny(ball, 0.15, 0.35).samples);
});

test.run();
