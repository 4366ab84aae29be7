import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { projectRoot } from "@kgen/notebook";
import { makePlan, privateRedis, queueExecutor, SweepFolder } from "@kgen/sweep";
import type { Comparison } from "./bench.ts";

const cells = 10_000;
const workers = 16;
const processes = 4;

/** What the queue itself costs: 10,000 cells that do nothing, 16 workers, until the last record is on the disk. */
export async function benchQueueOverhead(): Promise<Comparison[]> {
  const redis = await privateRedis();
  const root = mkdtempSync(join(tmpdir(), "kgen-bench-"));
  const empty = await redis.memory();
  const each = workers / processes;
  const script = join(projectRoot(), "lib/cli/bench_queue_workers.ts");
  const children = Array.from({ length: processes }, (_, i) => {
    const args = ["run", "-A", "--quiet", script, redis.url, String(i * each), String(each)];
    return spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  });
  try {
    await Promise.all(
      children.map((child) => new Promise((resolve) => child.stdout.once("data", resolve))),
    );
    const plan = makePlan({ workflow: "zimage-turbo-speed-test", repeats: cells });
    const folder = new SweepFolder(join(root, "sweep"));
    folder.make();
    folder.keepPlan(plan);
    const began = performance.now();
    const run = queueExecutor(redis.url, { every: 200 }).execute(plan, folder);
    let most = 0;
    const watch = setInterval(async () => {
      most = Math.max(most, await redis.memory().catch(() => 0));
    }, 200);
    const tally = await run;
    clearInterval(watch);
    const wall = performance.now() - began;
    if (tally.done !== cells) throw new Error(`${tally.done} of ${cells} cells were done`);
    const ms = wall / cells;
    const mib = (most - empty) / 2 ** 20;
    return [
      {
        what: `queue, ${cells} cells that do nothing, ${workers} workers in ${processes} processes`,
        measured: `${ms.toFixed(2)} ms a cell (${(wall / 1000).toFixed(1)} s in all, ` +
          `${(ms * workers).toFixed(1)} ms of a worker)`,
        against: "5 ms",
        ratio: ms / 5,
        limit: 1,
      },
      {
        what: `memory of Redis at ${cells} cells, above an empty one`,
        measured: `${mib.toFixed(1)} MiB (${(mib * 1024 / cells).toFixed(2)} KiB a cell)`,
        against: "64 MiB",
        ratio: mib / 64,
        limit: 1,
      },
    ];
  } finally {
    for (const child of children) child.stdin.end();
    await Promise.all(children.map((c) => new Promise((resolve) => c.once("exit", resolve))));
    await redis.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
