// A sweep where DuckDB is not installed, as in a copy of the kit without all of node_modules: an import map leads to nowhere.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { completeParts, sweepDataset } from "@kgen/sweep";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "kgen-no-duck-"));
const dir = join(scratch, "sweep");
const nano = await startHost({ threads: 1 });
test.after(async () => {
  await nano.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const rooms: Record<string, string> = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"))
  .imports;
const imports = Object.fromEntries(
  Object.entries(rooms).map(([name, path]) => [name, pathToFileURL(join(root, path)).href]),
);
imports["@duckdb/node-api"] = pathToFileURL(join(scratch, "nowhere.ts")).href;
const map = join(scratch, "imports.json");
writeFileSync(map, JSON.stringify({ imports }));

/** Runs ./kgen without DuckDB. */
async function without(...args: string[]): Promise<{ code: number | null; err: string }> {
  const main = join(root, "lib/cli/main.ts");
  const config = ["--config", join(root, "deno.json"), "--import-map", map];
  const child = spawn(process.execPath, ["run", "-A", "--quiet", ...config, main, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text) => err += text);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, err };
}

const parts = () => readdirSync(join(dir, "parts")).filter((n) => n.endsWith(".parquet"));

test("a sweep goes on without parts, says so once, and they are made once DuckDB is there", async () => {
  const plan = join(scratch, "plan.json");
  const changes = { prompt: "red apple", steps: 3 };
  const what = { workflow: "zimage-turbo-speed-test", changes, repeats: 3 };
  writeFileSync(plan, JSON.stringify({ ...what, warmUps: 0, warmUpsPerLoad: 0 }));
  const args = ["--plan", plan, "--out", dir, "--host", nano.url, "--telemetry", "none"];
  const { code, err } = await without("sweep", "grid", ...args);
  assert.is(code, 0, err);
  assert.is(err.match(/DuckDB is not installed/g)?.length, 1, err);
  assert.match(err, `./kgen sweep export ${dir} makes them`);
  assert.is(readdirSync(join(dir, "cells")).length, 3);
  assert.is(readdirSync(join(dir, "runs")).length, 3);
  assert.is(readFileSync(join(dir, "runs.csv"), "utf8").trim().split("\n").length, 4);
  assert.equal(parts(), []);

  const exported = await without("sweep", "export", dir);
  assert.is(exported.code, 1, "the parts that were asked for are not there");
  assert.match(exported.err, /No Parquet part was made; the tables are/);

  assert.is(await completeParts(dir), 3);
  assert.is(parts().length, 3);
  assert.is(await sweepDataset(dir).count(), 3);
});

test("a worker is refused before it takes a cell", async () => {
  const { code, err } = await without(
    "worker",
    "--host",
    nano.url,
    "--queue",
    "redis://127.0.0.1:1",
  );
  assert.is(code, 1, err);
  assert.match(err, /DuckDB is not installed.*which of two workers was first/);
});

test.run();
