import { attachScores, csvText, parseCsv, type ScoredRun } from "@kgen/tables";
import type { ImportedScore } from "@kgen/quality";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const folder = await mkdtemp(join(tmpdir(), "kgen-attach-"));
test.after(() => rm(folder, { recursive: true }));

function run(id: string, steps = 3, change: Partial<ScoredRun> = {}): ScoredRun {
  const evaluations = Array.from({ length: steps }, (_, i) => ({
    step: i + 1,
    evals: 1,
    nfe: i + 1,
    t: 0.1 * (i + 1),
    tJob: i + 1,
    sigma: null,
    frame: `frames/${String(i + 1).padStart(3, "0")}.png`,
  }));
  const host = { url: "http://127.0.0.1:1", kind: "embedded", gpu: null } as ScoredRun["host"];
  const about = {
    variant: "turbo" as const,
    prompt: "樱花",
    seed: 7,
    batch: 1,
    way: "plugin" as const,
  };
  return { id, evaluations, host, final: "frames/final.png", ...about, ...change };
}

const score = (file: string, change: Partial<ImportedScore> = {}): ImportedScore => ({
  file,
  metric: "my-score",
  value: 0.5,
  tool: "pyiqa",
  ...change,
});

test("by the name of the file, with tool and version, way and telemetry", async () => {
  await writeFile(
    join(folder, "telemetry.csv"),
    "t_s,gpu,temperature_c,power_w,sm_clock_mhz\n0.5,0,60,600.5,1755\n1.5,0,61,,1740\n2.5,0,99,1,1\n",
  );
  const telemetry = { source: "plugin", file: "telemetry.csv" } as ScoredRun["telemetry"];
  const one = run("r1", 2, { telemetry, dir: folder });
  const rows = await attachScores(one, [
    score("frames/001.png", { version: "0.1.13" }),
    score("002.png", { extra: { reference: "castle.png", seconds: 0.2, step: 9 } }),
  ]);
  assert.equal(rows.unmatched, []);
  assert.is(rows.warnings.length, 1);
  assert.match(rows.warnings[0], /"my-score" is not a metric that kgen knows/);
  assert.equal(rows[0], {
    run: "r1",
    host: "embedded",
    variant: "turbo",
    gpu: null,
    prompt: "樱花",
    seed: 7,
    batch: 1,
    step: 1,
    nfe: 1,
    t_s: 0.1,
    sigma: null,
    metric: "my-score",
    value: 0.5,
    reference: "as imported",
    tool: "pyiqa 0.1.13",
    way: "plugin",
    temperature_c: 60,
    sm_clock_mhz: 1755,
    power_w: 600.5,
  });
  // The nearest earlier sample, never a later one; what it does not tell is null.
  assert.equal([rows[1].temperature_c, rows[1].power_w], [61, null]);
  const { reference, seconds, step_imported } = rows[1] as any;
  assert.equal([reference, seconds, step_imported], ["castle.png", 0.2, 9]);
  assert.is(parseCsv(csvText(rows)).length, 2);
  const whole = {
    kind: "CSV",
    rows: [score("001.png", { metric: "niqe" })],
    problems: [],
    warnings: [],
  };
  const [niqe] = await attachScores(one, whole);
  assert.equal([niqe.metric, niqe.reference], ["niqe", "none"]);
});

test("several runs need the name of the run, in any path", async () => {
  const runs = [run("r1"), run("r2"), run("r3", 5)];
  const rows = await attachScores(runs, [
    score("r2/frames/001.png"),
    score("/data/out/r1/frames/003.png"),
    score("out\\r3\\frames\\005.png"),
    score("005.png"),
    score("frames/001.png"),
    score("r9/frames/001.png"),
    score("r1/frames/004.png"),
  ]);
  assert.equal(rows.map((r) => [r.run, r.step]), [["r2", 1], ["r1", 3], ["r3", 5]]);
  const why = rows.unmatched.map((u) => [u.file, u.why]);
  assert.equal(why.map(([file]) => file), [
    "005.png",
    "frames/001.png",
    "r9/frames/001.png",
    "r1/frames/004.png",
  ]);
  assert.match(why[0][1], /r3, step 5 has a score by my-score already/);
  assert.match(why[1][1], /3 evaluations have a frame of that name \(r1, r2, r3/);
  assert.match(why[2][1], /no run here called r9/);
  assert.match(why[3][1], /Run r1 has no frame 004\.png/);
});

test("what is no frame of an evaluation is told, not dropped and not forced", async () => {
  const rows = await attachScores(run("r1"), [
    score("frames/final.png"),
    score("all", { set: true, metric: "fid" }),
    score("frames/001.png"),
    score("frames/001.png", { value: 0.7 }),
    score("frames/001.png", { tool: "other" }),
  ]);
  assert.equal(rows.map((r) => [r.tool, r.value]), [["pyiqa", 0.5], ["other", 0.5]]);
  assert.equal(rows.unmatched.map((u) => [u.value, u.why.slice(0, 27)]), [
    [0.5, "It is the saved picture of "],
    [0.5, "It is the score of a set of"],
    [0.7, "Run r1, step 1 has a score "],
  ]);
});

test.run();
