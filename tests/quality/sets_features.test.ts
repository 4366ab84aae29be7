import {
  extractFeatures,
  FeaturesError,
  FID_FEATURES,
  frechetDistance,
  kernelDistance,
  type Picture,
  readFeatures,
  type SetFeatures,
  writeFeatures,
} from "@kgen/quality";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { picture } from "./pictures.ts";
import { remake } from "./sets_recipes.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;
const net = decodeURI(here("onnx/mean_features.onnx"));
const npy = (name: string) => decodeURI(here(`npy/${name}.npy`));

// Written by npy/make_npy.py with numpy 2.4.6.
interface Stored {
  row3: number[];
  files: Record<string, { good: boolean; sum?: number | "NaN"; why: string | null }>;
}
const stored: Stored = JSON.parse(await readFile(here("npy/features.json"), "utf8"));

async function failure(work: () => Promise<unknown> | unknown): Promise<string> {
  try {
    await work();
  } catch (e) {
    assert.instance(e, FeaturesError);
    return (e as Error).message;
  }
  return assert.unreachable("it was accepted") as never;
}

test("every good .npy of numpy gives its numbers", async () => {
  const good = Object.entries(stored.files).filter(([, f]) => f.good);
  assert.is(good.length, 9);
  for (const [name, f] of good) {
    const got = await readFeatures(npy(name), { name: "x" });
    assert.equal([got.n, got.dim], [12, 6], name);
    const sum = got.data.reduce((s, v) => s + v, 0);
    assert.ok(Math.abs(sum - (f.sum as number)) < 1e-3, `${name}: ${sum}`);
    const scale = name === "int64" ? 65536 : 1;
    const limit = name === "float16" ? 1e-3 : 0;
    stored.row3.forEach((v, j) =>
      assert.ok(Math.abs(got.data[3 * 6 + j] - v * scale) <= limit, name)
    );
  }
});

test("every bad .npy is refused by name, with the reason", async () => {
  const words: Record<string, RegExp> = {
    one_dimension: /shape is \(6\), expected \(pictures, features\)/,
    nan: /feature 2 of picture 3 .* NaN/,
    object: /values are "\|O"/,
    truncated: /needs 288 bytes of values, 278 are there/,
    not_npy: /a zip, perhaps \.npz/,
  };
  for (const [name, word] of Object.entries(words)) {
    const message = await failure(() => readFeatures(npy(name), { name: "x" }));
    assert.match(message, word);
    assert.ok(message.startsWith(npy(name)), message);
  }
  assert.match(await failure(() => readFeatures("none.npy")), /none\.npy: no such file/);
  const one = await readFeatures(npy("one_row"), { name: "x" });
  assert.match(await failure(() => frechetDistance(one, one)), /1 picture has no covariance/);
});

test("features without a name are refused; written ones keep theirs and their numbers", async () => {
  assert.match(await failure(() => readFeatures(npy("float32"))), /what made these features/);
  const dir = await mkdtemp(join(tmpdir(), "kgen-npy-"));
  try {
    const set = remake({ n: 7, dim: 3, seed: 5 }, "edges");
    const path = join(dir, `a "b" 猫.npy`);
    await writeFeatures(path, set);
    assert.equal(await readFeatures(path), set);
    assert.is((await readFeatures(path, { name: "other" })).name, "other");
    const bytes = await readFile(path);
    assert.is(bytes.length % 4, 0);
    assert.is((bytes.length - 7 * 3 * 4) % 64, 0);
    await writeFile(path, bytes.subarray(0, 20));
    assert.match(await failure(() => readFeatures(path)), /cut off in its head/);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test("only the features of torch-fidelity make an FID or a KID", () => {
  const [a, b] = [1, 2].map((seed) => remake({ n: 20, dim: 4, seed }, FID_FEATURES));
  assert.equal([frechetDistance(a, b).name, frechetDistance(a, b).metric], ["FID", "fid"]);
  assert.equal([kernelDistance(a, b).name, kernelDistance(a, b).metric], ["KID", "kid"]);
  assert.is(kernelDistance(a, b, { degree: 2 }).metric, "kernel");
  const [c, d] = [a, b].map((f) => ({ ...f, name: "nano-checker" }));
  assert.is(frechetDistance(c, d).name, "Fréchet distance (nano-checker)");
  assert.is(kernelDistance(c, d).name, "kernel distance (nano-checker)");
  assert.is(frechetDistance(a, b).value, frechetDistance(c, d).value);
});

test("what means nothing is refused", async () => {
  const a = remake({ n: 20, dim: 4, seed: 1 });
  const say = (b: SetFeatures) => failure(() => frechetDistance(a, b));
  assert.match(await say({ ...a, name: "other" }), /"random" and "other" are different features/);
  assert.match(await say(remake({ n: 20, dim: 5, seed: 1 })), /has 4 features .* other 5/);
  assert.match(
    await say({ ...a, n: 19 }),
    /19 pictures of 4 features need 76 values, there are 80/,
  );
  assert.match(await say(remake({ n: 1, dim: 4, seed: 1 })), /1 picture has no covariance/);
  assert.match(await say({ ...a, n: 0, data: new Float32Array() }), /0 pictures has no covariance/);
  const bad = { ...a, data: a.data.map((v, i) => i === 5 ? Infinity : v) };
  assert.match(await say(bad), /feature 1 of picture 1 .* Infinity/);
  assert.match(await failure(() => kernelDistance(a, a, { size: 21 })), /2 to 20 pictures/);
  assert.match(await failure(() => kernelDistance(a, a, { subsets: 0 })), /1 subset or more/);
});

test("few pictures bring a warning with the rank, 2048 do not", () => {
  const [a, b] = [remake({ n: 10, dim: 16, seed: 1 }), remake({ n: 60, dim: 16, seed: 2 })];
  const { warnings } = frechetDistance(a, b);
  assert.match(warnings[0], /first set has 10 pictures, fewer than 2048: .* is 9 of 16/);
  assert.match(warnings[1], /second set has 60 pictures/);
  assert.match(warnings[2], /10 and 60 pictures/);
  const [c, d] = [3, 4].map((seed) => remake({ n: 2048, dim: 4, seed }));
  assert.equal(frechetDistance(c, d).warnings, []);
  assert.equal(kernelDistance(c, d, { subsets: 2 }).warnings, []);
  assert.match(kernelDistance(a, b).warnings[0], /Subsets of 10 pictures/);
});

/** Mean of each channel on 0..1, then mean square of each: what the test network computes. */
function meansOf(p: Picture, prepare = (v: number, _c: number) => v): number[] {
  const pixels = p.width * p.height;
  const mean = (f: (v: number) => number, c: number) => {
    let sum = 0;
    for (let i = 0; i < pixels; i++) {
      const v = p.data[i * p.channels + (p.channels === 1 ? 0 : c)];
      sum += f(prepare(v / 255, c));
    }
    return sum / pixels;
  };
  return [
    ...[0, 1, 2].map((c) => mean((v) => v, c)),
    ...[0, 1, 2].map((c) => mean((v) => v * v, c)),
  ];
}

function close(got: Float32Array, want: number[]): void {
  assert.is(got.length, want.length);
  got.forEach((v, i) => assert.ok(Math.abs(v - want[i]) < 1e-5, `${i}: ${v}, expected ${want[i]}`));
}

test("features of pictures by an ONNX network, in several batches, grey too", async () => {
  const set = [picture(40, 30, 3, 1, 50), picture(40, 30, 1, 2, 50), picture(40, 30, 3, 3, 50)];
  const got = await extractFeatures(net, set, { name: "means", batch: 2 });
  assert.equal([got.name, got.n, got.dim], ["means", 3, 6]);
  close(got.data, set.flatMap((p) => meansOf(p)));
  const opaque = { ...set[0], channels: 4 as const, data: withAlpha(set[0].data, 255) };
  close((await extractFeatures(net, [opaque], { name: "means" })).data, meansOf(set[0]));
});

test("mean and std are applied, and size resizes", async () => {
  const p = picture(40, 30, 3, 1, 50);
  const [mean, std] = [[0.5, 0.4, 0.3], [0.2, 0.25, 0.5]] as [number, number, number][];
  const got = await extractFeatures(net, [p], { name: "m", mean, std });
  close(got.data, meansOf(p, (v, c) => (v - mean[c]) / std[c]));
  const flat = { width: 9, height: 5, channels: 1 as const, data: new Uint8Array(45).fill(51) };
  const sized = await extractFeatures(net, [flat, p], { name: "m", size: 16 });
  close(sized.data.subarray(0, 6), [0.2, 0.2, 0.2, 0.04, 0.04, 0.04]);
});

test("networks and pictures that cannot be used are refused", async () => {
  const [p, q] = [picture(40, 30, 3, 1, 50), picture(20, 30, 3, 1, 50)];
  const say = (file: string, set: Picture[], o = {}) =>
    failure(() => extractFeatures(file, set, { name: "m", ...o }));
  assert.match(await say(net, [p, q]), /picture 1 \(from 0\) is 20x30, the first picture 40x30/);
  assert.match(await say(net, [p], { output: "pool" }), /no output "pool"; it has features/);
  assert.match(await say(net, [p], { name: FID_FEATURES }), /may be called/);
  const clear = { ...p, channels: 4 as const, data: withAlpha(p.data, 9) };
  assert.match(await say(net, [clear]), /transparent/);
  assert.match(await say(npy("float32"), [p]), /not an ONNX network/);
  assert.match(await say(net, [p], { size: 0.5 }), /whole number of pixels/);
});

function withAlpha(rgb: Uint8Array, alpha: number): Uint8Array {
  return Uint8Array.from(
    { length: rgb.length / 3 * 4 },
    (_, i) => i % 4 === 3 ? alpha : rgb[Math.floor(i / 4) * 3 + i % 4],
  );
}

test.run();
