/** The kit's own recordings on an H100: whole, consistent, as the README says. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { dataset, type Datasets } from "@kgen/tables";

type Run = Datasets["h100-kit/runs"];

const folder = "data/h100-kit";
const runs = dataset("h100-kit/runs");
const steps = Map.groupBy(dataset("h100-kit/evaluations"), (e) => e.run);
const calls = Map.groupBy(dataset("h100-kit/calls"), (c) => c.run);
const telemetry = Map.groupBy(dataset("h100-kit/telemetry"), (s) => s.session);

const near = (a: number, b: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${what}: ${a} is not ${b}`);
const mean = (v: number[]) => v.reduce((s, x) => s + x, 0) / v.length;
/** s⁻¹ from the end of step `from` to that of the last. */
const rateFrom = (run: string, from: number) => {
  const mine = steps.get(run)!, first = mine[from - 1], last = mine.at(-1)!;
  return (last.nfe - first.nfe) / (last.t_job_s - first.t_job_s);
};

test("whole: sizes, checksums, README, plan, and no more than 1.5 MB", () => {
  const { resources, licenses } = JSON.parse(readFileSync(`${folder}/datapackage.json`, "utf8"));
  assert.ok(licenses.length > 0 && existsSync(`${folder}/README.md`));
  for (const { path, bytes, hash } of resources) {
    const content = readFileSync(`${folder}/${path}`);
    assert.is(content.length, bytes, path);
    assert.is(`sha256:${createHash("sha256").update(content).digest("hex")}`, hash, path);
  }
  const files = readdirSync(folder);
  const listed = resources.map((r: { path: string }) => r.path).sort();
  assert.equal(listed, files.filter((f) => f.endsWith(".csv")).sort());
  assert.ok(files.reduce((sum, f) => sum + statSync(`${folder}/${f}`).size, 0) < 1.5e6);
});

test("every cell of the two plans, once each, with the plan's group, tag, repeat and seed", () => {
  for (
    const [plan, sessions, count] of [["plan", [1, 4], 132], ["plan-compile", [5], 12]] as const
  ) {
    const { cells } = JSON.parse(readFileSync(`${folder}/${plan}.json`, "utf8"));
    const done = runs.filter((r) =>
      (sessions as readonly number[]).includes(r.session) && r.group !== "warm-up"
    );
    assert.equal([cells.length, done.length], [count, count], plan);
    for (const c of cells) {
      const [r, ...more] = done.filter((r) => r.cell === c.id);
      assert.equal(
        [r.group, r.tag, r.repeat, r.seed, r.change, more.length],
        [c.group, c.tag, c.repeat, c.seed, c.change, 0],
        c.id,
      );
    }
  }
});

test("sessions: as many runs and cells as stated, in order; README and description count them", () => {
  for (const s of dataset("h100-kit/sessions")) {
    const mine = runs.filter((r) => r.session === s.session);
    assert.equal(mine.map((r) => r.order), Array.from({ length: s.runs }, (_, i) => i + 1));
    assert.is(mine.filter((r) => r.group !== "warm-up").length, s.cells);
  }
  const { title } = JSON.parse(readFileSync(`${folder}/datapackage.json`, "utf8"));
  assert.match(title, `${runs.length} runs`);
  assert.match(readFileSync(`${folder}/README.md`, "utf8"), `# h100-kit: ${runs.length} runs`);
});

test("the rates of every run follow from its evaluations", () => {
  for (const r of runs) {
    const mine = steps.get(r.run)!, first = mine[0], last = mine.at(-1)!;
    assert.is(last.nfe, r.nfe);
    near(first.t_job_s, r.first_eval_s, 6e-6, r.run);
    near(last.t_job_s, r.last_eval_s, 6e-6, r.run);
    assert.ok(r.sampler_s < r.first_eval_s && r.last_eval_s < r.success_s, r.run);
    assert.ok(r.success_s <= r.job_s, r.run);
    near(r.k_job, r.nfe / r.job_s, 1e-4, r.run);
    if (r.steps === 1) assert.is(r.k_sampling, null);
    else near(r.k_sampling!, rateFrom(r.run, 1), 1e-5, r.run);
    const heun = r.sampler === "heun";
    assert.is(r.nfe, heun ? 2 * r.steps - 1 : r.steps * (r.cfg > 1 ? 2 : 1));
  }
});

test("each evaluation is a forward of the network, and ends when the GPU has done it", () => {
  for (const r of runs) {
    const mine = calls.get(r.run);
    if (r.way === "previews") assert.is(mine, undefined);
    else {
      assert.is(mine!.length, r.nfe, r.run);
      for (const e of steps.get(r.run)!) near(e.t_job_s, mine![e.nfe - 1].t_end_s, 1.3e-3, r.run);
      assert.ok(mine!.every((c, i) => i === 0 || c.t_start_s >= mine![i - 1].t_end_s), r.run);
    }
  }
});

test("temperatures of a run follow from the telemetry", () => {
  const between = (r: Run, from: number, to: number) =>
    telemetry.get(r.session)!.filter((s) => s.t_s >= r.t_s + from && s.t_s < r.t_s + to)
      .map((s) => s.temperature_c);
  let other = 0;
  for (const r of runs) {
    const before = between(r, -2, 0), during = between(r, 0, r.job_s);
    if (before.length === r.samples_before) near(mean(before), r.t_before_c!, 1e-4, r.run);
    // In a cleaning-up at the end of a job the last readings come too late for its own row.
    if (during.length === r.samples_during) near(mean(during), r.t_during_c, 1e-4, r.run);
    else other++;
    assert.ok(during.length - r.samples_during <= 3, r.run);
  }
  assert.is(other, 52);
});

test.run();
