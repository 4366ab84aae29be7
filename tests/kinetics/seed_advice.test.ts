import {
  benchmarkOptions,
  checkSetting,
  memoryFit,
  memoryTable,
  recommend,
  SEED_NEEDS,
  SEED_SETTINGS,
  seedAdvice,
  throughput,
} from "@kgen/kinetics";
import { dataset } from "@kgen/tables";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { failure } from "./failure.ts";
import { exact, option } from "./options_made_up.ts";

test("the document's four recommendations follow from its own table by rules", () => {
  const advice = seedAdvice();
  assert.equal(advice.rows.map((r) => r.use), dataset("seed/recommendations").map((r) => r.use));
  assert.equal(advice.rows.map((r) => r.reproduced), [true, true, true, true]);
  assert.equal(advice.rows.map((r) => r.document), ["Turbo", "Base", "Edit", "all"]);
});

test("with other weights they do not: the rules have no answer built in", () => {
  const [bulk, product, ...rest] = SEED_NEEDS;
  const turned = [
    { ...bulk, weights: product.weights },
    { ...product, weights: bulk.weights },
    ...rest,
  ];
  assert.equal(seedAdvice(turned).rows.map((r) => r.reproduced), [false, false, true, true]);
});

test("what an H100 makes of them", () => {
  const [bulk, product, edit, teaching] = seedAdvice().rows.map((r) => r.measured);
  // Batches of 2, 4 and 8 and a compiled model are not told apart; one picture at a time is slower than 4.
  assert.equal([...bulk.first].sort(), [
    ...[2, 4, 8].map((b) => `Turbo, H100, batch ${b}`),
    "Turbo, H100, compiled",
  ]);
  assert.is(bulk.rows.find((r) => r.option.name === "Turbo, H100")!.standing, "front");
  const [batch] = seedAdvice().rows[0].settings;
  assert.match(
    batch.words,
    /not told apart from it on the H100: Turbo, H100, batch 8; Turbo, H100, compiled; Turbo, H100, batch 2$/,
  );
  assert.equal(product.first, ["Base, H100"]);
  assert.equal(edit.first, []);
  assert.equal(teaching.first, ["Turbo, H100, compiled", "Base, H100"]);
});

test("batch 4: an eighth less time a picture for three and a half times the wait, counted again from the runs", () => {
  const runs = dataset("h100-kit/runs").filter((r) => r.group === "batch" && r.start === "warm");
  const of = (batch: number, repeat: number) =>
    runs.find((r) => r.batch === batch && r.repeat === repeat)!.success_s / batch;
  const gaps = [1, 2, 3].map((i) => of(1, i) - of(4, i));
  const mean = gaps.reduce((s, v) => s + v, 0) / 3;
  const claim = SEED_SETTINGS.find((s) => s.setting === "batch 4")!;
  const found = checkSetting(benchmarkOptions("h100-kit"), claim);
  assert.ok(Math.abs(found.difference!.difference + mean) < 1e-12);
  assert.is(found.difference!.how, "paired");
  assert.is(found.verdict, "kept");
  assert.match(
    found.words,
    /the wait is 5\.80 instead of 1\.68 s, the peak 31\.4 instead of 23\.2 GiB/,
  );
});

test("a smaller batch does as well as 4 on these runs", () => {
  const test = {
    kind: "compare",
    with: { variant: "Turbo", batch: 4 },
    without: { batch: 2 },
    axis: "time",
  } as const;
  assert.is(
    checkSetting(benchmarkOptions("h100-kit"), { use: "", setting: "4, not 2", test }).verdict,
    "tie",
  );
});

test("settings without data say so, and a faster VAE has little to give", () => {
  const all = benchmarkOptions("h100-kit", "seed");
  const verdict = (setting: string) =>
    checkSetting(all, SEED_SETTINGS.find((s) => s.setting === setting)!);
  assert.is(verdict("fp16").verdict, "untested");
  assert.is(verdict("many cards").verdict, "untested");
  assert.is(verdict("H800").verdict, "claims only");
  assert.match(verdict("H800").words, /is refuted/);
  const vae = verdict("VAE acceleration");
  assert.is(vae.verdict, "little to gain");
  assert.ok(vae.change! < -0.01 && vae.change! > -0.03);
});

test("measured options speak before claims", () => {
  const claimed = { ...exact(1), kind: "claimed" as const };
  const options = [
    option("c1", claimed, 1, 9, { variant: "v", card: "x" }),
    option("c4", claimed, 1, 9, { variant: "v", card: "x", batch: 4 }),
    option("m1", 1, 1, 9, { variant: "v", card: "y" }),
    option("m4", 5, 1, 9, { variant: "v", card: "y", batch: 4 }),
  ];
  const test = {
    kind: "compare",
    with: { batch: 4 },
    without: { batch: 1 },
    axis: "time",
  } as const;
  const found = checkSetting(options, { use: "", setting: "batch 4", test });
  assert.is(found.verdict, "refuted");
  assert.match(found.words, /^m4 against m1/);
});

test("a setting that makes it worse is refuted", () => {
  const test = {
    kind: "compare",
    with: { sampler: "heun" },
    without: { sampler: "euler" },
    axis: "time",
  } as const;
  assert.is(
    checkSetting(benchmarkOptions("h100-kit"), { use: "", setting: "heun", test }).verdict,
    "refuted",
  );
});

test("many cards: at best so many times as many, at worst what one computer can hand out", () => {
  const turbo = benchmarkOptions("h100-kit").find((o) => o.name === "Turbo, H100")!;
  const { rows, overhead, words } = throughput(turbo, { cards: [1, 3, 64], price: 3 });
  const one = 1 / turbo.seconds!.value;
  assert.ok(Math.abs(rows[1].best - 3 * one) < 1e-12);
  assert.ok(Math.abs(rows[2].worst - 1 / overhead.value) < 1e-12);
  assert.ok(rows[0].worst === rows[0].best);
  // At best a picture costs the same on any number of cards.
  assert.ok(Math.abs(rows[1].cost![0] - rows[0].cost![0]) < 1e-12);
  assert.ok(rows[2].cost![1] > rows[2].cost![0]);
  assert.match(words, /Computed, not measured/);
  assert.ok(overhead.value > 0.4 && overhead.value < 0.6);
  assert.match(failure(() => throughput(turbo, { cards: [0] })).message, /counted from 1 up/);
  assert.is(failure(() => throughput(option("x", null, 1))).problem, "no time");
});

test("16 GB: bf16 in turns, fp8 at the limit, and what it costs in time is unknown", () => {
  const bf16 = memoryFit(16, "bf16");
  assert.is(bf16.verdict, "in turns");
  assert.ok(bf16.resident[0] > 16 && bf16.inTurns[1] <= 16);
  assert.match(bf16.words, /unknown: no run here was on a small card/);
  assert.is(memoryFit(16, "fp8").verdict, "at the limit");
  assert.is(memoryFit(24, "bf16").verdict, "resident");
  assert.is(memoryFit(8, "bf16").verdict, "does not fit");
  assert.is(memoryTable().length, 6);
  // Weights and what is beside them are the peaks of the runs.
  const peaks = dataset("h100-kit/runs").filter((r) =>
    r.start === "warm" && r.dtype.startsWith("fp8") && r.group === "change"
  ).map((r) => r.memory_used_mib / 1024);
  const { resident } = memoryFit(16, "fp8");
  assert.ok(
    Math.abs(resident[0] - Math.min(...peaks)) < 1e-9 &&
      Math.abs(resident[1] - Math.max(...peaks)) < 1e-9,
  );
  assert.is(failure(() => memoryFit(0, "bf16")).problem, "argument");
});

test("on a card of 24 GiB a batch of 4 is out by what it peaked at", () => {
  const found = recommend(benchmarkOptions("h100-kit"), { ...SEED_NEEDS[0], memory_gib: 24 });
  const four = found.rows.find((r) => r.option.name === "Turbo, H100, batch 4")!;
  assert.match(four.why, /memory 31\.4 GiB .* > 24\.0 GiB \(measured, h100-kit, 3 runs\)/);
  assert.equal(found.first, ["Turbo, H100"]);
});

test.run();
