import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CsvError, dataset, DatasetError, datasetInfo, datasetNames } from "@kgen/tables";

test("every table of the packages can be read by its name", () => {
  const names = [
    "gpus",
    "h100/runs",
    "h100/evaluations",
    "h100/telemetry",
    "h100/prompts",
    "h100-kit/runs",
    "h100-kit/evaluations",
    "h100-kit/calls",
    "h100-kit/telemetry",
    "h100-kit/smi",
    "h100-kit/sessions",
    "h100-kit/bench_host",
    "h100-kit/prompts",
    "seed/benchmark",
    "seed/variants",
    "seed/recommendations",
    "seed/claims",
  ];
  const found = datasetNames();
  // In their order; a package that is added later does not disturb.
  assert.equal(found.filter((n) => (names as string[]).includes(n)), names);
  for (const name of datasetNames()) assert.ok(dataset(name).length >= 2, name);
});

test("numbers are numbers, whole or not, and an empty field is null", () => {
  const runs = dataset("h100/runs");
  assert.is(runs.length, 217);
  assert.is(runs[0].run, "s1-001");
  assert.is(runs[0].seed, 1001);
  assert.is(runs[0].job_s, 14.83161);
  const one = runs.find((r) => r.steps === 1)!;
  assert.is(one.k_sampling, null);
  assert.is(dataset("seed/claims").find((c) => c.claim === "arrhenius slope")!.plus_minus, null);
});

test("the description has the conditions and a text for every column's unit", () => {
  const info = datasetInfo("h100/runs");
  assert.match(info.description, /RANDOM WEIGHTS/);
  assert.is(info.conditions!.comfyui, "0.33.0");
  const fields = info.resources[0].schema!.fields;
  assert.match(fields.find((f) => f.name === "t_before_c")!.description!, /°C/);
});

test("an unknown name lists those that there are", () => {
  for (const name of ["h100", "h200/runs", "nano", "../seed/benchmark"]) {
    try {
      dataset(name as "gpus");
      assert.unreachable(name);
    } catch (e) {
      assert.instance(e, DatasetError);
      assert.match((e as Error).message, `no data set "${name}". There are: `);
      assert.match((e as Error).message, "gpus, h100/runs");
    }
  }
});

test("a file that is not what its description says is refused with line and column", () => {
  const root = mkdtempSync(join(tmpdir(), "kgen-dataset-"));
  try {
    cpSync("data/gpus", join(root, "data/gpus"), { recursive: true });
    const file = join(root, "data/gpus/gpus.csv");
    const text = readFileSync(file, "utf8");
    process.env.KGEN_ROOT = root;
    writeFileSync(file, text.replace(",936,", ",fast,"));
    const bad = failure(() => dataset("gpus"));
    assert.match(bad.message, /gpus\.csv: line 2, column "bandwidth_gbs": "fast" is not a number/);
    writeFileSync(file, text.replace("gpu,", "card,"));
    assert.match(failure(() => dataset("gpus")).message, /line 1: the header is card,/);
    writeFileSync(file, text.replace("24,GDDR6X,936", "24,936"));
    assert.match(failure(() => dataset("gpus")).message, /line 2: 7 fields where the header has 8/);
  } finally {
    delete process.env.KGEN_ROOT;
    rmSync(root, { recursive: true });
  }
});

function failure(call: () => unknown): CsvError {
  try {
    call();
  } catch (e) {
    assert.instance(e, CsvError);
    return e as CsvError;
  }
  throw new Error("nothing was thrown");
}

test.run();
