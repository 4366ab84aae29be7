// What the tests of queues share: plans, workers as processes, and the tally of cells in and results out.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { type Plan, sweepDataset, SweepFolder } from "@kgen/sweep";

const main = fileURLToPath(new URL("../../lib/cli/main.ts", import.meta.url));

export interface WorkerProcess {
  child: ChildProcess;
  said: { out: string; err: string };
  ended: Promise<number | null>;
}

const started = new Set<WorkerProcess>();

/** Ends what a test that failed has left running. */
export async function killLeftOvers(): Promise<void> {
  for (const { child } of started) child.kill("SIGKILL");
  await Promise.all([...started].map((w) => w.ended));
}

/** Starts `./kgen worker` as a process of its own. */
export function startWorker(host: string, queue: string, more: string[] = []): WorkerProcess {
  const args = ["worker", "--host", host, "--queue", queue, "--telemetry", "none", ...more];
  const child = spawn(process.execPath, ["run", "-A", "--quiet", main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout!.setEncoding("utf8").on("data", (text) => said.out += text);
  child.stderr!.setEncoding("utf8").on("data", (text) => said.err += text);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const worker = { child, said, ended };
  started.add(worker);
  void ended.then(() => started.delete(worker));
  return worker;
}

/** Ends workers by Ctrl-C, as their user would. */
export async function endWorkers(...workers: WorkerProcess[]): Promise<void> {
  for (const { child } of workers) child.kill("SIGINT");
  const late = setTimeout(() => workers.forEach((w) => w.child.kill("SIGKILL")), 8000);
  await Promise.all(workers.map((w) => w.ended));
  clearTimeout(late);
}

/** Makes the folder of a sweep. */
export function makeFolder(dir: string, plan: Plan): SweepFolder {
  const folder = new SweepFolder(dir);
  folder.make();
  folder.keepPlan(plan);
  return folder;
}

/**
 * Counts cells in and results out: every cell has one record, every done one has one part and one whole Run, and no other
 * Run of a cell of the plan counts as a result. Prints one line.
 */
export async function tally(what: string, dir: string, expected: { done: number; failed: number }) {
  const folder = new SweepFolder(dir);
  const { cells } = folder.require();
  const records = folder.records();
  const done = records.filter((r) => r.status === "done");
  const failed = records.filter((r) => r.status === "failed");
  const parts = readdirSync(folder.parts).filter((n) => n.endsWith(".parquet"));
  const runs = new Set(readdirSync(folder.runs));
  const dataset = sweepDataset(dir);
  const [{ rows, distinct }] = await dataset.sql(
    "select count(*) as rows, count(distinct cell) as distinct from runs",
  );
  console.log(
    `  ${
      (performance.now() / 1000).toFixed(0).padStart(3)
    } s  ${what}: ${cells.length} cells in, ${done.length} done + ${failed.length} failed out; ` +
      `${parts.length} parts, ${rows} rows of ${distinct} cells`,
  );
  assert.equal(records.map((r) => r.id).sort(), cells.map((c) => c.id).sort(), "one record a cell");
  assert.equal([done.length, failed.length], [expected.done, expected.failed]);
  assert.equal(parts.length, done.length);
  assert.equal([rows, distinct], [done.length, done.length]);
  assert.ok(done.every((r) => runs.has(r.run!)), "each result has its Run folder");
  assert.ok(failed.every((r) => r.reason !== null), "each failure has its reason");
  const whole = [...runs].filter((n) => !/warmup|partial|copy$/.test(n));
  assert.equal(whole.length, done.length, "no second Run of a cell is kept");
  const halves = readdirSync(dir, { recursive: true }).filter((n) => /\.tmp$/.test(String(n)));
  assert.equal(halves, [], "nothing half written is left");
}

/** Waits until `condition` holds; fails after `seconds`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  seconds = 30,
): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const turbo = "zimage-turbo-speed-test";
