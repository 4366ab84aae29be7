/** Reference pictures as the network takes them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { referenceInput, referencePictures } from "../../lib/nano/engine/reference.ts";
import { Mask, Pixels } from "../../lib/nano/engine/values.ts";

const plane = 96 * 96;
const pictures = (batch: number) =>
  new Pixels(Float32Array.from({ length: batch * 3 * plane }, (_, i) => (i % 101) / 101), batch);
/** The right half. */
const half = new Mask(Float32Array.from({ length: 8 }, (_, i) => i % 4 < 2 ? 0 : 1), 4, 2);

test("without a mask the colours, and nothing to fill in", () => {
  const one = pictures(1);
  const input = referenceInput(one, null, 1);
  assert.equal(input.subarray(0, 3 * plane), one.samples);
  assert.ok(input.subarray(3 * plane).every((v) => v === 0));
});

test("under the mask 0 in all colours and 1 in the fourth channel, half a level counts", () => {
  const one = pictures(1);
  const input = referenceInput(one, half, 1);
  for (const [x, gone] of [[0, 0], [30, 0], [60, 1], [95, 1]]) {
    const at = 40 * 96 + x;
    assert.is(input[3 * plane + at], gone);
    for (const c of [0, 1, 2]) {
      assert.is(input[c * plane + at], gone ? 0 : one.samples[c * plane + at]);
    }
  }
  assert.equal([...new Set(input.subarray(3 * plane))].sort(), [0, 1]);
});

test("one picture serves a batch, or each has its own", () => {
  const one = referenceInput(pictures(1), half, 3);
  assert.is(one.length, 3 * 4 * plane);
  assert.equal(one.subarray(0, 4 * plane), one.subarray(8 * plane));
  const two = pictures(2);
  const input = referenceInput(two, null, 2);
  assert.equal(input.subarray(4 * plane, 7 * plane), two.samples.subarray(3 * plane));
  assert.throws(
    () => referenceInput(two, null, 3),
    /2 reference pictures do not go with a batch of 3/,
  );
});

test("another size is scaled where that is wanted, else refused", () => {
  const small = new Pixels(new Float32Array(3 * 48 * 48).fill(0.5), 1, 48, 48);
  const { width, height, samples } = referencePictures(small, true);
  assert.equal([width, height, samples.length, samples[0]], [96, 96, 3 * plane, 0.5]);
  assert.throws(() => referencePictures(small, false), /has 48x48: put ImageScale before it/);
  const fits = pictures(1);
  assert.is(referencePictures(fits, false), fits);
});

test.run();
