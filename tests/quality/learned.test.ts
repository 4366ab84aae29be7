// The networks (onnx/make_onnx.py) answer 4 · mse, which a test can work out.
import {
  type LearnedMetric,
  learnedMetric,
  LearnedMetricError,
  mse,
  type Picture,
} from "@kgen/quality";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { make } from "./recipes.ts";

const onnx = (name: string) => fileURLToPath(new URL(`onnx/${name}.onnx`, import.meta.url));
const a = make([["disc", 64, 64, 3, 220]]);
const b = make([["disc", 64, 64, 3, 220], ["gauss", 5, 40]]);
const open: LearnedMetric[] = [];
test.after(async () => {
  for (const m of open) await m.release();
});

async function learned(...args: Parameters<typeof learnedMetric>): Promise<LearnedMetric> {
  const m = await learnedMetric(...args);
  open.push(m);
  return m;
}

async function failing(promise: Promise<unknown>, why: RegExp) {
  const error = await promise.then(() => null, (e) => e);
  assert.instance(error, LearnedMetricError);
  assert.match(error.message, why);
  assert.match(error.file, /\.onnx$/);
}

test("outputs of shape (n) and (n, 1, 1, 1), inputs -1..1 and 0..1, any names", async () => {
  for (
    const [file, inputs] of [
      ["mean_square", "-1..1"],
      ["mean_square_1111", "-1..1"],
      ["mean_square_01", "0..1"],
    ] as const
  ) {
    const m = await learned(onnx(file), { name: "square", inputs });
    const off = Math.abs(await m.compareAsync(a, b) - 4 * mse(a, b));
    assert.ok(off < 1e-6, `${file}: ${off}`);
    assert.is(await m.compareAsync(a, a), 0);
  }
});

test("the picture goes first, on the scale that was asked for", async () => {
  const flat = (v: number) => make([["constant", 64, 64, 3, v]]);
  // The network: mean of first · first · second, summed in float32.
  const value = (x: number, y: number) => x * x * y;
  const scale = { "-1..1": (v: number) => v / 127.5 - 1, "0..1": (v: number) => v / 255 };
  for (const inputs of ["-1..1", "0..1"] as const) {
    const m = await learned(onnx("square_times"), { name: "order", inputs });
    const wanted = value(scale[inputs](40), scale[inputs](200));
    assert.ok(Math.abs(await m.compareAsync(flat(40), flat(200)) - wanted) < 1e-4, inputs);
  }
  const m = await learned(onnx("square_times"), { name: "order", inputs: "imagenet" });
  const channel = (v: number, c: number) =>
    (v / 255 - [0.485, 0.456, 0.406][c]) / [0.229, 0.224, 0.225][c];
  const wanted = [0, 1, 2].reduce((s, c) => s + value(channel(40, c), channel(200, c)) / 3, 0);
  assert.ok(Math.abs(await m.compareAsync(flat(40), flat(200)) - wanted) < 1e-4);
});

test("ImageNet's scale divides every channel by its own deviation", async () => {
  const m = await learned(onnx("mean_square"), { name: "square", inputs: "imagenet" });
  const shifted: Picture = { ...a, data: a.data.map((v, i) => i % 3 === 1 ? v - 20 : v) };
  const wanted = (20 / 255 / 0.224) ** 2 / 3;
  assert.ok(Math.abs(await m.compareAsync(a, shifted) - wanted) < 1e-6);
});

test("a free size takes any size from 64 on, grey and opaque alpha too", async () => {
  const m = await learned(onnx("mean_square"), { name: "square" });
  const wide = make([["gradient", 130, 64, 1]]),
    noisy = make([["gradient", 130, 64, 1], ["noise", 2, 60]]);
  assert.ok(Math.abs(await m.compareAsync(wide, noisy) - 4 * mse(wide, noisy)) < 1e-6);
});

test("a small side is refused before the runtime sees it", async () => {
  const m = await learned(onnx("mean_square"), { name: "square" });
  for (const [w, h] of [[16, 16], [63, 128], [128, 63]]) {
    const small = make([["gradient", w, h, 3]]);
    await failing(
      m.compareAsync(small, small),
      new RegExp(`64 pixels and more, got ${w}x${h} RGB`),
    );
  }
});

test("a file of one size says which", async () => {
  const m = await learned(onnx("mean_square_01"), { name: "square", inputs: "0..1" });
  const large = make([["gradient", 96, 64, 3]]);
  await failing(m.compareAsync(large, large), /takes pictures of 64x64 only, got 96x64/);
});

test("files that are no such network are refused: none, no ONNX, one input", async () => {
  await failing(learned("none.onnx", { name: "x" }), /none\.onnx: not an ONNX network/);
  await failing(
    learned(onnx("mean_features"), { name: "x" }),
    /its inputs are image float32.*expected two/,
  );
});

test("the metric describes itself, with the defaults of LPIPS", async () => {
  const { compareAsync: _, release: __, ...m } = await learned(onnx("mean_square"), {
    name: "lpips",
  });
  assert.equal(m, {
    name: "lpips",
    label: "LPIPS",
    direction: "lower",
    range: [0, 1],
    unit: "",
    reference: true,
    kind: "picture",
    tool: "onnx",
    citation: "",
  });
});

test("who imports the room does not load the runtime", () => {
  const code = `import "@kgen/quality";
    const maps = await Deno.readTextFile("/proc/self/maps");
    console.log(maps.includes("onnxruntime"));`;
  if (process.platform !== "linux") return;
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [
    ...["eval", "--quiet", "--config", config, "--ext=ts", code],
  ], { encoding: "utf8", timeout: 30_000 });
  assert.is(stdout.trim(), "false", stderr);
});

test.run();
