// ./kgen run that does not come to its end, or measures nothing: what is there is told, and the exit code says so.
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { kgen, scratch, startKgen, until } from "./kgen.ts";

const NAME = "zimage-turbo-speed-test";

test("Ctrl-C among repeats: the runs before it are in the JSON, exit code 130", async () => {
  const { folder, clean } = scratch();
  try {
    const args = ["run", NAME, "--repeats", "200", "--seed", "1", "--out", folder, "--json"];
    const { child, said, ended } = startKgen(args);
    await until(() => /8 NFE.*\n.*8 NFE/.test(said.err), "two runs");
    child.kill("SIGINT");
    const { code, out } = await ended;
    assert.is(code, 130);
    const { runs, interrupted, overRuns } = JSON.parse(out);
    assert.is(interrupted, true);
    assert.ok(runs.length >= 2 && overRuns.value > 0);
    assert.equal([runs[0].way, runs[0].host.kind], ["previews", "embedded"]);
    assert.ok(Array.isArray(runs[0].warnings) && Array.isArray(runs[0].notes));
    const [a, b] = runs;
    const listed = await kgen(["list", folder]);
    assert.match(listed.out, /way.*device/);
    const compared = await kgen(["compare", a.folder, b.folder]);
    assert.match(compared.out, /way.*device/);
    assert.match((await kgen(["show", a.folder])).out, /^way +previews$/m);
    const sweep = join(folder, "sweep");
    mkdirSync(join(sweep, "runs"), { recursive: true });
    writeFileSync(join(sweep, "plan.json"), "{}");
    assert.match((await kgen(["list", sweep])).out, /No Runs in .*sweep\/runs/);
  } finally {
    clean();
  }
});

test("an error with --json is JSON; a negative seed is refused in words", async () => {
  const dead = await kgen(["run", NAME, "--host", "http://127.0.0.1:1", "--json"]);
  assert.is(dead.code, 1);
  assert.match(JSON.parse(dead.out).error, /No answer/);
  for (const seed of [["--seed", "-1"], ["--seed=-1"]]) {
    const { code, err } = await kgen(["run", NAME, ...seed]);
    assert.is(code, 2);
    assert.match(err, /--seed takes a whole number from 0 on/);
  }
});

test("the same job again, from the host's cache: nothing was evaluated, exit code 1, said once", async () => {
  const host = await startHost();
  const { folder, clean } = scratch();
  try {
    const args = ["run", NAME, "--host", host.url, "--seed", "5", "--out", folder];
    assert.is((await kgen(args)).code, 0);
    const again = await kgen(args);
    assert.is(again.code, 1, again.out);
    assert.match(again.err, /nothing was evaluated/);
    assert.is(again.out.match(/not computed/g)!.length, 1);
  } finally {
    clean();
    await host.stop();
  }
});

test("a folder that cannot be made is said in one line, and nothing is left where one can", async () => {
  const run = await kgen(["run", NAME, "--out", "/proc/kgen/runs"]);
  assert.is(run.code, 1);
  assert.match(run.err, /Cannot write .*nothing recorded/);
  assert.not.match(run.err, /recorded so far/);
  const host = await kgen(["host", "--port", "0", "--dir", "/proc/kgen"]);
  assert.is(host.code, 1);
  assert.match(host.err, /\/proc\/kgen cannot be made.*--dir/);
  assert.not.match(host.err, /\n\s+at /);
  const { folder, clean } = scratch();
  try {
    const option = ["--telemetry", "ssh:-oProxyCommand=id"];
    const refused = await kgen(["run", NAME, "--out", folder, ...option]);
    assert.is.not(refused.code, 0);
    assert.equal(readdirSync(folder), []);
  } finally {
    clean();
  }
});

test.run();
