/** Guidance: its formula, and which prompts are evaluated. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { guided } from "../../lib/nano/model/guidance.ts";

/** A network that gives each picture itself plus the first token of its prompt, and remembers its batches. */
function network() {
  const batches: number[] = [];
  return {
    batches,
    denoiser: (tokens: number[][]) => (z: ArrayLike<number>) => {
      batches.push(tokens.length);
      const each = z.length / tokens.length;
      return Promise.resolve(
        Float32Array.from(z, (value, i) => value + tokens[Math.floor(i / each)][0]),
      );
    },
  };
}

test("x0 = negative + cfg · (positive − negative), both in one batch", async () => {
  const fake = network();
  const denoise = guided(fake, 1, [5], [2], 4);
  // 100 + 2 + 4 · 3, and the same above 200: both halves of the batch hold z.
  assert.equal([...await denoise(Float32Array.of(100, 200), 0.5)], [114, 214]);
  assert.equal(fake.batches, [2]);
});

test("without guidance only the positive prompt is evaluated", async () => {
  const fake = network();
  assert.equal([...await guided(fake, 1, [5], [2], 1)(new Float32Array(2), 0.5)], [5, 5]);
  assert.equal(fake.batches, [1]);
});

test("a batch of pictures, and guidance 0 is the negative prompt alone", async () => {
  const fake = network();
  const x0 = await guided(fake, 3, [5], [2], 0)(new Float32Array(6), 0.5);
  assert.equal([...x0], [2, 2, 2, 2, 2, 2]);
  assert.equal(fake.batches, [6]);
});

test("each step's x0 is an array of its own: samplers keep the one before", async () => {
  const denoise = guided(network(), 1, [5], [2], 4);
  const first = await denoise(new Float32Array(2), 0.5);
  assert.is.not(await denoise(new Float32Array(2), 0.4), first);
});

test.run();
