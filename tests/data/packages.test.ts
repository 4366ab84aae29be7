/** The data packages: files are those that they say, and their columns agree with each other. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { dataset } from "@kgen/tables";

const near = (a: number, b: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${what}: ${a} is not ${b}`);

test("sizes, checksums, licences, sources and a README", () => {
  let total = 0;
  for (const name of ["seed", "gpus", "h100", "h100-kit"]) {
    const text = readFileSync(`data/${name}/datapackage.json`, "utf8");
    const { resources, licenses, sources } = JSON.parse(text);
    assert.ok(licenses.length > 0 && sources.length > 0 && existsSync(`data/${name}/README.md`));
    for (const { path, bytes, hash } of resources) {
      const content = readFileSync(`data/${name}/${path}`);
      assert.is(content.length, bytes, path);
      assert.is(`sha256:${createHash("sha256").update(content).digest("hex")}`, hash, path);
      total += bytes;
    }
    const files = readdirSync(`data/${name}`).filter((f) => f.endsWith(".csv")).sort();
    assert.equal(resources.map((r: { path: string }) => r.path).sort(), files);
  }
  assert.ok(total < 3e6, `${total} bytes`);
});

test("seed: k_gen is NFE over time in every row", () => {
  for (const r of dataset("seed/benchmark")) near(r.k_gen, r.nfe / r.time_s, 0.005, r.model);
});

test("h100: the rates of a run follow from its evaluations", () => {
  const steps = Map.groupBy(dataset("h100/evaluations"), (e) => e.run);
  for (const r of dataset("h100/runs")) {
    const mine = steps.get(r.run)!, first = mine[0], last = mine.at(-1)!;
    assert.is(last.nfe, r.nfe);
    assert.is(first.t_job_s, r.first_eval_s);
    assert.is(last.t_job_s, r.last_eval_s);
    assert.ok(r.sampler_s < r.first_eval_s && r.last_eval_s < r.success_s);
    assert.ok(r.success_s <= r.job_s);
    near(r.k_job, r.nfe / r.job_s, 1e-5, r.run);
    if (r.k_sampling === null) assert.is(r.steps, 1);
    else {
      const k = (last.nfe - first.nfe) / (last.t_job_s - first.t_job_s);
      near(r.k_sampling, k, 1e-4, r.run);
    }
    assert.is(r.nfe, r.steps * (r.cfg > 1 ? 2 : 1));
  }
});

test("h100: temperatures of a run follow from the telemetry", () => {
  const mean = (v: number[]) => v.reduce((s, x) => s + x, 0) / v.length;
  const telemetry = Map.groupBy(dataset("h100/telemetry"), (s) => s.session);
  for (const r of dataset("h100/runs").filter((r) => r.group === "heat")) {
    const between = (from: number, to: number) =>
      telemetry.get(r.session)!.filter((s) => s.t_s >= r.t_s + from && s.t_s <= r.t_s + to);
    const before = between(-2, 0).map((s) => s.temperature_c);
    const during = between(0, r.job_s).map((s) => s.temperature_c);
    assert.is(before.length, r.samples_before);
    assert.is(during.length, r.samples_during);
    near(mean(before), r.t_before_c, 6e-4, r.run);
    near(mean(during), r.t_during_c, 6e-4, r.run);
  }
});

test("h100: only the power cap held this card, never heat", () => {
  assert.equal([...new Set(dataset("h100/telemetry").map((s) => s.throttle))].sort(), [
    "gpu idle",
    "none",
    "software power cap",
  ]);
});

test("h100: as many runs as the README says", () => {
  const runs = dataset("h100/runs"), readme = readFileSync("data/h100/README.md", "utf8");
  assert.match(readme, `# h100: ${runs.length} runs`);
  for (const s of [1, 2]) {
    assert.match(readme, `${s} (${runs.filter((r) => r.session === s).length} runs)`);
  }
  assert.is(runs.filter((r) => r.group === "heat").length, 79);
});

test.run();
