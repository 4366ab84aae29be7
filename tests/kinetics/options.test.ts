import { benchmarkOptions, benchmarkTable, knownDifference, optionOfRuns } from "@kgen/kinetics";
import { dataset } from "@kgen/tables";
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { COMPONENTS } from "../../lib/kinetics/memory_components.ts";
import { lnDifference } from "../../lib/kinetics/options_difference.ts";
import { failure } from "./failure.ts";
import { measured } from "./options_made_up.ts";

const near = (a: number, b: number, by = 1e-9) => Math.abs(a - b) <= by;

test("the document's rows are claims, with the spread of single jobs on the H100", () => {
  const options = benchmarkOptions("seed");
  assert.equal(options.map((o) => o.seconds!.value), [0.72, 0.91, 3.21, 4.05, 2.03]);
  const turbo = dataset("h100-kit/runs").filter((r) => r.group === "turbo").map((r) => r.success_s);
  const mean = turbo.reduce((s, v) => s + v, 0) / turbo.length;
  const sd = Math.sqrt(turbo.reduce((s, v) => s + (v - mean) ** 2, 0) / (turbo.length - 1));
  for (const o of options) {
    assert.is(o.seconds!.kind, "claimed");
    assert.is(o.seconds!.spread, "borrowed");
    assert.ok(near(o.seconds!.se! / o.seconds!.value, sd / mean));
    assert.is(o.seconds!.n, null);
  }
});

test("FID is of the variant: two cards are repeats, and three of them pool", () => {
  const [turbo, other, base, , edit] = benchmarkOptions("seed").map((o) => o.quality!);
  assert.ok(near(turbo.value, 18.8) && near(base.value, 12.55) && near(edit.value, 15.6));
  assert.is(turbo.id, other.id);
  // Variances of (18.5, 19.1) and (12.3, 12.8), one degree of freedom each.
  const pooled = Math.sqrt((0.18 + 0.125) / 2);
  assert.ok(near(turbo.se!, pooled / Math.SQRT2) && near(edit.se!, pooled));
  assert.is(turbo.df, 2);
});

test("what cannot be true and what was not reached is marked by data", () => {
  const options = benchmarkOptions("seed");
  const verdicts = (name: string) =>
    options.find((o) => o.name === name)!.doubts.map((d) => d.verdict);
  assert.ok(verdicts("Turbo, RTX 4090 (claimed)").includes("refuted"));
  assert.ok(verdicts("Base, RTX 4090 (claimed)").includes("refuted"));
  assert.not(verdicts("Turbo, H800 (claimed)").includes("refuted"));
  assert.ok(verdicts("Turbo, H800 (claimed)").includes("not reproduced"));
  assert.ok(verdicts("Edit, H800 (claimed)").includes("untestable"));
  const [words] = options[1].doubts.map((d) => d.words);
  assert.match(words, /8\.79 s⁻¹ is above 2\.97 s⁻¹.*RTX 4090.*data\/gpus/);
});

test("measured options hold the means of the runs, and no cold or warm-up run", () => {
  const options = benchmarkOptions("h100-kit");
  const batch = dataset("h100-kit/runs").filter((r) => r.batch === 4 && r.group === "batch");
  const four = options.find((o) => o.name === "Turbo, H100, batch 4")!;
  assert.is(four.seconds!.n, 3);
  assert.ok(near(four.seconds!.value, batch.reduce((s, r) => s + r.success_s, 0) / 3));
  assert.ok(near(four.memory!.value, Math.max(...batch.map((r) => r.memory_used_mib)) / 1024));
  assert.ok(options.every((o) => o.seconds!.kind === "measured" && o.seconds!.value < 15));
  assert.is(new Set(options.map((o) => o.name)).size, options.length);
});

test("a claim of quality is carried only to the setting that it speaks of", () => {
  const quality = (name: string) =>
    benchmarkOptions("h100-kit").find((o) => o.name === name)!.quality;
  for (const name of ["Turbo, H100", "Turbo, H100, batch 4", "Base, H100"]) {
    assert.is(quality(name)!.kind, "claimed");
  }
  for (const name of ["1 step", "16 steps", "512²", "euler", "LoRA", "fp8_e4m3fn"]) {
    assert.is(quality(`Turbo, H100, ${name}`), null);
  }
});

test("the stock recordings add compilation", () => {
  const names = benchmarkOptions("h100").map((o) => o.name);
  assert.ok(names.includes("Turbo, H100, compiled") && names.includes("Turbo, H100, batch 8"));
  assert.is(new Set(names).size, names.length);
});

test("the unpaired difference is Welch's (Student's sleep data, as R has them)", () => {
  const a = measured([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
  const b = measured([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
  const d = knownDifference(a, b);
  assert.is(d.how, "unpaired");
  assert.ok(near(d.ci![0], -3.3654832, 1e-6) && near(d.ci![1], 0.2054832, 1e-6));
  assert.ok(d.tie);
});

test("and as pairs where the runs are of one block (R: −2.4598858 to −0.7001142)", () => {
  const block = (v: number[]) => measured(v, (i) => `patient ${i}`);
  const a = block([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
  const b = block([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
  const d = knownDifference(a, b);
  assert.is(d.how, "paired");
  assert.is(d.words, "−1.58 s (95 % interval −2.46 to −0.700, 10 pairs): differs");
  assert.is(d.pairs, 10);
  assert.ok(near(d.ci![0], -2.4598858, 1e-6) && near(d.ci![1], -0.7001142, 1e-6));
  assert.not(d.tie);
});

test("two blocks are not enough to be pairs, and one number does not differ from itself", () => {
  const a = measured([1, 2], (i) => `${i}`), b = measured([3, 4], (i) => `${i}`);
  assert.is(knownDifference(a, b).how, "unpaired");
  const [x, y] = benchmarkOptions("seed").map((o) => o.quality!);
  assert.equal(knownDifference(x, { ...y, value: 99 }).ci, [0, 0]);
});

test("a difference of logarithms does not change with a price or a batch, but for its size", () => {
  const a = measured([1.1, 1.3, 1.2], (i) => `${i}`), b = measured([2.1, 2.2, 2.4], (i) => `${i}`);
  const times = (k: typeof a, f: number) => ({
    ...k,
    value: k.value * f,
    se: k.se! * f,
    samples: k.samples!.map((s) => ({ ...s, value: s.value * f })),
  });
  const one = lnDifference(a, b), other = lnDifference(times(a, 7), b);
  assert.ok(near(other.ln - one.ln, Math.log(7)) && near(other.se, one.se, 1e-12));
});

test("the weights are those of the files", () => {
  const url = new URL("../../workflows/models.json", import.meta.url);
  const text = readFileSync(url, "utf8");
  for (const { bytes } of COMPONENTS) assert.ok(text.includes(`"bytes": ${bytes.bf16}`));
});

test("own Runs become an option, or say why not", () => {
  const run = {
    variant: "turbo",
    steps: 8,
    cfg: 1,
    nfe: 8,
    width: 96,
    height: 96,
    batch: 2,
    sampler: "euler",
  };
  const runs = [5, 0.6, 0.7].map((success, i) => ({
    ...run,
    start: i === 0 ? "cold" as const : "warm" as const,
    times: { submitted: 0, success },
    telemetry: { max_memory_mib: 2048 },
  }));
  const option = optionOfRuns(runs, { name: "mine", card: "GPU" });
  assert.is(option.seconds!.n, 2); // the cold one is left out
  assert.is(option.memory!.value, 2);
  assert.is(option.quality, null);
  const [one] = [optionOfRuns(runs.slice(1, 2), { name: "mine", card: "GPU" })];
  assert.is(one.seconds!.spread, "borrowed");
  assert.is(failure(() => optionOfRuns([], { name: "x", card: "y" })).problem, "argument");
  const mixed = [...runs, { ...runs[1], steps: 9 }];
  assert.match(
    failure(() => optionOfRuns(mixed, { name: "x", card: "y" })).message,
    /steps 8 and 9/,
  );
  const open = [{ ...runs[1], times: { submitted: 0, success: null } }];
  assert.is(failure(() => optionOfRuns(open, { name: "x", card: "y" })).problem, "no time");
});

test("the benchmark table says where each number is from, and counts money only where a price is", () => {
  const rows = benchmarkTable(benchmarkOptions(), { prices: { H100: 3.6 }, currency: "€" });
  const of = (name: string) => rows.find((r) => r.option === name)!;
  const turbo = of("Turbo, H100");
  assert.match(String(turbo.provenance), /^measured, n = 58; FID claimed$/);
  // 3.6 €/h are a thousandth of a € a second.
  const seconds =
    benchmarkOptions("h100-kit").find((o) => o.name === "Turbo, H100")!.seconds!.value;
  assert.ok(near(Number(turbo["€ per 1000"]), seconds, 0.005));
  assert.is(of("Turbo, H800 (claimed)")["€ per 1000"], "–");
  assert.match(String(of("Turbo, RTX 4090 (claimed)").provenance), /refuted/);
  assert.is(of("Turbo, H100, euler").quality, "unknown");
});

test.run();
