import { test } from "uvu";
import * as assert from "uvu/assert";
import { arrhenius, bottleneck, kelvin, roofline, workPerNfe } from "@kgen/kinetics";
import { dataset } from "@kgen/tables";
import { failure } from "./failure.ts";

const close = (a: number, b: number, tolerance: number) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.abs(b), `${a} is not ${b}`);

test("Z-Image: parameters as published, operations by hand", () => {
  const work = workPerNfe();
  close(work.parameters, 6.155e9, 1e-4);
  assert.equal(work.tokens, { image: 4096, text: 64 });
  const weights = 4 * 3840 ** 2 + 3 * 3840 * 10240, n = 4160;
  close(work.parts[0].flop, 30 * 2 * n * weights, 1e-12);
  close(work.parts[1].flop, 30 * 4 * n * n * 3840, 1e-12);
  close(work.flop, 55.6e12, 1e-3);
  // Every weight with every token, as a rule of thumb counts, is 59 TFLOP: the text's refiners and the
  // modulations see few tokens.
  const thumb = 2 * work.parameters * 4096 + 34 * 4 * 4096 ** 2 * 3840;
  close(thumb, 59e12, 0.01);
});

test("a batch doubles the operations and not the weights; text is padded to 32", () => {
  const one = workPerNfe(), two = workPerNfe({ batch: 2 });
  close(two.flop, 2 * one.flop, 1e-12);
  assert.ok(two.bytes < 1.2 * one.bytes);
  assert.is(workPerNfe({ textTokens: 33 }).tokens.text, 64);
  assert.is(workPerNfe({ width: 512, height: 512 }).tokens.image, 1024);
  assert.match(
    failure(() => workPerNfe({ width: 1000 })).message,
    /width must be a multiple of 16/,
  );
  assert.match(failure(() => workPerNfe({ batch: 0 })).message, /batch must be a whole number/);
});

test("roofline of the H100: arithmetic binds, two fifths are reached", () => {
  const r = roofline("H100", { k: 7.04 });
  assert.is(r.bound, "compute");
  close(r.ceiling, 989.4 / 55.606, 1e-4);
  close(r.fraction!, 0.396, 0.005);
  close(r.achieved_tflops!, 391, 0.005);
  assert.ok(r.intensity > r.ridge && r.ceilings.bandwidth > 200);
  assert.is(r.roof[0].tflops.toFixed(2), "3.35"); // one FLOP a byte
  assert.is(r.roof[100].tflops, 989.4);
  assert.match(String(r), /H100: at most 17\.8 evaluations a second, set by its arithmetic/);
});

test("the seed's rates against the ceilings of its cards", () => {
  const rows = dataset("seed/benchmark").map((row) => {
    const r = roofline(row.gpu, { k: row.nfe / row.time_s });
    return `${row.model} ${row.gpu} ${r.fraction!.toFixed(2)}`;
  });
  assert.equal(rows, [
    "Z-Image-Turbo H800 0.62",
    "Z-Image-Turbo RTX 4090 2.96", // three times what the card can do in bf16
    "Z-Image-Base H800 0.53",
    "Z-Image-Base RTX 4090 2.49",
    "Z-Image-Edit H800 0.55",
  ]);
  assert.match(roofline("RTX 4090", { k: 8.79 }).notes[0], /More than the ceiling/);
});

test("cards: by name in any case, by their limits, or refused with the list", () => {
  assert.is(roofline("rtx 3090").gpu.gpu, "RTX 3090");
  const slow = roofline({ gpu: "x", bf16_tflops: 1000, bandwidth_gbs: 10 }, { k: 0.5 });
  assert.is(slow.bound, "bandwidth");
  assert.match(
    failure(() => roofline("A100")).message,
    /no card "A100".*RTX 3090, RTX 4090, H100, H800/,
  );
  assert.match(failure(() => roofline("H100", { k: 0 })).message, /k must be a positive number/);
});

test("bottleneck: each wall from its evidence, none from none", () => {
  const bits = (throttle_bits: number) => Array.from({ length: 10 }, () => ({ throttle_bits }));
  assert.is(bottleneck({ telemetry: bits(0x4) }).wall, "power");
  assert.is(bottleneck({ telemetry: bits(0x20) }).wall, "thermal");
  assert.is(bottleneck({ telemetry: bits(0x24) }).wall, "thermal");
  assert.is(bottleneck({ telemetry: bits(0) }).wall, "none shown");
  assert.is(bottleneck({ telemetry: [...bits(0x4).slice(0, 4), ...bits(0)] }).wall, "none shown");
  assert.is(bottleneck({ roofline: roofline("H100", { k: 14 }) }).wall, "compute");
  assert.is(bottleneck({ roofline: roofline("H100", { k: 7 }) }).wall, "none shown");
  const slow = roofline({ gpu: "x", bf16_tflops: 1000, bandwidth_gbs: 10 }, { k: 0.6 });
  assert.is(bottleneck({ roofline: slow }).wall, "bandwidth");
  assert.is(failure(() => bottleneck({})).problem, "argument");
  assert.is(failure(() => bottleneck({ roofline: roofline("H100") })).problem, "argument");
});

test("bottleneck of the H100 recordings: the power cap; temperature decides nothing", () => {
  const heat = dataset("h100/runs").filter((r) => r.group === "heat");
  const found = bottleneck({
    roofline: roofline("H100", { k: 7.04 }),
    telemetry: dataset("h100/telemetry").filter((s) => s.utilization_percent >= 90),
    arrhenius: arrhenius(heat.map((r) => ({ T_K: kelvin(r.t_during_c), k: r.k_job }))),
  });
  assert.is(found.wall, "power");
  const text = String(found);
  assert.match(text, /^What binds is the power cap\. The power cap held the clock down in \d+/);
  assert.match(text, /Heat slowed the card in none of/);
  assert.match(text, /- k moves with temperature .* it tells no wall/);
});

test.run();
