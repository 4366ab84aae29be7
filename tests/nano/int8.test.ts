/** Matrices in 8 bits. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { nanoFile } from "@kgen/nano";
import { int8Files, quantise } from "../../lib/nano/model/int8.ts";
import { gaussianNoise } from "../../lib/nano/model/noise.ts";
import { readSafetensors } from "../../lib/nano/model/safetensors.ts";

test("each row has its own scale, and the matrix is turned", () => {
  const { q, scale } = quantise(Float32Array.of(127, -63.5, 1, 0.5, 0.25, -0.5), [2, 3]);
  assert.equal([...scale], [1, Math.fround(0.5 / 127)]);
  // Columns first: (127, 127), (-63 or -64, 64), (1, -127).
  assert.equal([...q], [127, 127, -63, 64, 1, -127]);
});

test("a row of zeros stays", () => {
  const { q, scale } = quantise(new Float32Array(4), [2, 2]);
  assert.equal([[...q], [...scale]], [[0, 0, 0, 0], [1, 1]]);
});

test("no number is off by more than half a step", () => {
  const [rows, columns] = [7, 50];
  const w = gaussianNoise(3n, rows * columns);
  const { q, scale } = quantise(w, [rows, columns]);
  w.forEach((v, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    assert.ok(Math.abs(v - q[column * rows + row] * scale[row]) <= scale[row] * 0.5001);
  });
});

test("of the kit's network the four matrices of each block that an 8-bit graph asks for", () => {
  const weights = readSafetensors(nanoFile("nano-v1.safetensors"));
  const files = int8Files(weights);
  assert.is(files.length, 2 * 4 * 13);
  const bytes = new Map(files.map(({ path, data }) => [path, data.length]));
  assert.is(bytes.get("int8/blocks.9.w2.weight"), 256 * 672);
  assert.is(bytes.get("int8/blocks.9.w2.weight.scale"), 4 * 256);
  assert.not.ok([...bytes.keys()].some((name) => /tok|out|ref/.test(name)));
});

test.run();
