// ./kgen sweep as a user runs it, on the embedded host. Nothing here is about speed.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { dataset } from "@kgen/tables";
import { UsageError } from "../../lib/cli/command.ts";
import { command } from "../../lib/cli/sweep.ts";
import { writeArrhenius } from "../../lib/cli/sweep_arrhenius.ts";
import { sweepFolderName } from "../../lib/cli/sweep_folder_name.ts";
import { goOnCommand } from "../../lib/cli/sweep_go_on.ts";
import { wordOnPreviews } from "../../lib/cli/sweep_previews.ts";
import { kgen, scratch } from "./kgen.ts";
import { planFile, records, rows } from "./sweeping.ts";

const { folder, clean } = scratch();
const nano = await startHost();
test.after(async () => {
  await nano.stop();
  clean();
});

test("a grid from the command line: dry run, run, the same again, export, status", async () => {
  const dir = join(folder, "grid");
  const args = [
    "sweep",
    "grid",
    "--steps",
    "2,3",
    "--set",
    "3.sampler_name=euler,heun",
    "--repeats",
    "2",
    "--out",
    dir,
    "--host",
    nano.url,
  ];
  const dry = await kgen([...args, "--dry-run"]);
  assert.is(dry.code, 0, dry.err);
  assert.match(dry.out, /8 runs of 4 conditions, interleaved/);
  assert.not.ok(existsSync(dir));
  const first = await kgen([...args, "--json"]);
  assert.is(first.code, 0, first.err);
  const tally = JSON.parse(first.out);
  assert.equal([tally.done, tally.failed, tally.rows.runs], [8, 0, 10]);
  const table = rows(dir);
  assert.is(table.filter((line) => line.includes(",warm-up,")).length, 2);
  assert.ok(readdirSync(join(dir, "runs")).every((name) => !name.endsWith(".partial")));
  const csv = readFileSync(join(dir, "runs.csv"), "utf8");
  rmSync(join(dir, "runs.csv"));
  assert.is((await kgen(["sweep", "export", dir])).code, 0);
  assert.is(readFileSync(join(dir, "runs.csv"), "utf8"), csv);
  const again = await kgen([...args, "--json"]);
  assert.equal([JSON.parse(again.out).skipped, readdirSync(join(dir, "runs")).length], [8, 10]);
  const status = await kgen(["sweep", "status", dir]);
  assert.match(status.out, /8 done, 0 failed, 0 left of 8/);
  const other = await kgen(["sweep", "grid", "--steps", "5", "--out", dir, "--host", nano.url]);
  assert.is(other.code, 1);
  assert.match(other.err, /holds another plan/);
});

test("what the host lacks is said before anything is begun", async () => {
  const dir = join(folder, "failing");
  // The embedded host makes 96 x 96 px and nothing else.
  const cells = [{ tag: "good" }, { tag: "bad", changes: { width: 512 } }];
  const plan = planFile(folder, "failing.json", 2, 2, { cells });
  const { code, out, err } = await kgen([
    "sweep",
    "grid",
    "--plan",
    plan,
    "--out",
    dir,
    "--host",
    nano.url,
  ]);
  assert.is(code, 1, err);
  assert.match(err, /Nothing was begun.*\n.*"bad": node/);
  assert.is(out, "");
  assert.equal([records(dir), readdirSync(join(dir, "runs"))], [[], []]);
});

test("failed cells are recorded, and the same command again names --retry-failed", async () => {
  const dir = join(folder, "failed");
  const plan = planFile(folder, "failed.json", 2, 2, {
    warmUps: 0,
    warmUpsPerLoad: 0,
  });
  const args = ["sweep", "grid", "--plan", plan, "--out", dir, "--host", nano.url];
  assert.is((await kgen(args)).code, 0);
  const read = (name: string) => JSON.parse(readFileSync(join(dir, "cells", name), "utf8"));
  const last = records(dir).find((name) => read(name).order === 2)!;
  const path = join(dir, "cells", last);
  const record = read(last);
  // The host has done the job, and the client knows nothing of it: the host would answer from its cache.
  rmSync(join(dir, "runs", record.run), { recursive: true });
  const reason = { code: "execution_error", message: "no" };
  writeFileSync(path, JSON.stringify({ ...record, status: "failed", reason }));
  const { code, out, err } = await kgen(args);
  assert.is(code, 1, err);
  assert.match(out, /1 of 2 cells done, 1 failed/);
  assert.match(err, /2 cells are finished.*1 of them failed: --retry-failed/);
  assert.match((await kgen(["sweep", "status", dir])).out, /execution_error/);
  assert.is(rows(dir, "failed").filter((l) => !l.includes("warm-up")).length, 1);
  const retried = await kgen([...args, "--retry-failed", "--json"]);
  assert.equal([JSON.parse(retried.out).done, JSON.parse(retried.out).failed], [2, 0], retried.err);
});

test("names: no folder outside of out/sweeps, the host in it, and a package name in any language", async () => {
  const at = sweepFolderName("../../../x-1", "http://u:secret@gpu:8188");
  assert.match(at, /out[\\/]sweeps[\\/]x-1-gpu-8188$/);
  assert.match(sweepFolderName("樱花-1", "embedded"), /sweeps[\\/]樱花-1-embedded$/);
  const dir = join(folder, "named");
  const plan = planFile(folder, "named.json", 2, 1, { name: "樱花" });
  const args = ["sweep", "grid", "--plan", plan, "--out", dir, "--host", nano.url];
  assert.is((await kgen(args)).code, 0);
  const { name } = JSON.parse(readFileSync(join(dir, "datapackage.json"), "utf8"));
  assert.match(name, /^sweep-[0-9a-f]{8}$/);
});

test("no credentials in the command that goes on; a word on previews only where it is true", () => {
  const command = goOnCommand("out/x", "http://u:secret@gpu:8188");
  assert.match(command, /resume out\/x --host http:\/\/gpu:8188 .*KGEN_AUTH/);
  assert.not.match(command, /secret/);
  assert.is(goOnCommand("d", undefined), "./kgen sweep resume d");
  const word = (capture: object) => wordOnPreviews({ cells: [{ capture }] } as never) ?? "";
  assert.match(word({ frames: false }), /6 % too high/);
  assert.match(word({ previewMethod: "none" }), /does not see/);
  assert.is(word({ way: "prefix" }), "");
});

test("wrong plans and options are exit code 2 or one clear message", async () => {
  const cases: [string[], number, RegExp][] = [
    [["sweep"], 2, /which sweep\?.*grid/],
    [["sweep", "nothing"], 2, /no sweep "nothing".*temperature/],
    [["sweep", "grid", "--steps", "four"], 2, /--steps takes numbers/],
    [["sweep", "grid", "--order", "odd"], 2, /interleaved, group, listed/],
    [["sweep", "grid", "--plan", "no-such.json"], 1, /no-such\.json.*\n.*no such file/],
    [["sweep", "grid", "--size", "big", "--dry-run"], 1, /grid\.size must be a size/],
    [["sweep", "resume"], 2, /one DIR/],
    [["sweep", "export", join(folder, "empty")], 1, /no sweep in/],
    [["sweep", "temperature", "--power-ladder", "1", "--clock-ladder", "2"], 2, /one ladder/],
  ];
  for (const [args, code, said] of cases) {
    const error = await command.run(args.slice(1)).catch((e) => e);
    assert.instance(error, Error, args.join(" "));
    assert.is(error instanceof UsageError ? 2 : 1, code, error.message);
    assert.match(error.message, said);
  }
  assert.match((await kgen(["sweep", "grid", "--help"])).out, /--plan FILE/);
});

test("the embedded host has no GPU temperature: the sweep is refused, and says that a CPU's is no substitute", async () => {
  const dir = join(folder, "heat");
  const { code, err } = await kgen(["sweep", "temperature", "--host", nano.url, "--out", dir]);
  assert.is(code, 1);
  assert.match(err, /temperature of a CPU is no substitute/);
  assert.equal(records(dir), []);
});

test("the Arrhenius table of the recorded sweep has its known figures, the deceiving ones beside them", () => {
  const recorded = dataset("h100/runs").map((r) => ({ ...r, start: "warm", change: "none" }));
  const text = writeArrhenius(folder, recorded as never);
  const line = (start: string) => text.split("\n").find((l) => l.startsWith(start)) ?? "";
  assert.match(line("T before, sampling window"), /\b79\b.*\b283\b/);
  assert.match(line("T during, sampling window"), /\b812\b/);
  // 2866 to the last message of the job, which comes up to 1 s after success in some runs.
  assert.match(line("T during, job"), /\b1211\b/);
  assert.match(readFileSync(join(folder, "arrhenius.md"), "utf8"), /cause and effect/);
});

test.run();
