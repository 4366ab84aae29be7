// What befalls workers, Redis, hosts, networks and disks, with real processes. After each: every cell has ended exactly once.
// The tally of cells in and results out is printed. On the embedded host; nothing here is about speed.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { connect } from "@kgen/comfy";
import { startHost } from "@kgen/nano";
import {
  cancelSweep,
  connectQueue,
  hasRedis,
  listWorkers,
  makePlan,
  type Plan,
  privateRedis,
  queueExecutor,
  queueOf,
  redisAdvice,
  SweepFolder,
  sweepStatus,
} from "@kgen/sweep";
import {
  endWorkers,
  killLeftOvers,
  makeFolder,
  startWorker,
  tally,
  turbo,
  until,
  type WorkerProcess,
} from "./fleet.ts";
import { startProxy } from "./proxy.ts";

if (!hasRedis()) {
  console.log(`skipped: ${redisAdvice}`);
  process.exit(process.env.CI ? 1 : 0);
}

/** Scaled down from 30 s. */
const lock = ["--lock", "0.9"];
const root = mkdtempSync(join(tmpdir(), "kgen-faults-"));
const redis = await privateRedis();
const [a, b] = await Promise.all([startHost({ threads: 1 }), startHost({ threads: 1 })]);
const link = await connectQueue(redis.url);
test.after(async () => {
  await endWorkers(...workers.values());
  await killLeftOvers();
  link.disconnect();
  await Promise.all([a.stop(), b.stop(), redis.stop()]);
  rmSync(root, { recursive: true, force: true });
});

/** The worker of a host, started when there is none: most faults leave it alive, and a start takes seconds. */
const workers = new Map<string, WorkerProcess>();
function workerOf(h: { url: string }): WorkerProcess {
  const known = workers.get(h.url);
  if (known && known.child.exitCode === null && known.child.signalCode === null) return known;
  const started = startWorker(h.url, redis.url, lock);
  workers.set(h.url, started);
  return started;
}

let seed = 0;
/**
 * A plan of `n` cells of so many steps, with noise that no other test has. Cells of some two seconds: each must be there to
 * be seen, on a fast computer too. Three are enough for a fault in one, another beside it, and one that is still to come.
 */
const plan = (n: number, steps = 40): Plan =>
  makePlan({
    workflow: turbo,
    changes: { prompt: "red apple", steps },
    seed: ++seed,
    repeats: n,
    warmUps: 0,
    warmUpsPerLoad: 0,
  });

/** Waits until the worker of a host is within a cell of this sweep, and not still seen in one of the sweep before. */
const inACell = (url: string, dir: string) =>
  until(
    async () => {
      const id = queueOf(dir)?.id;
      return (await listWorkers(link)).some((w) => w.url === url && w.sweep === id && w.step >= 2);
    },
    "a cell",
    40,
  );

/** Waits until a host has its worker. */
const isThere = (url: string) =>
  until(async () => (await listWorkers(link)).some((w) => w.url === url), "the worker");

/** Puts a plan on the queue; `run` resolves when every cell has ended. */
function begin(name: string, p: Plan) {
  const dir = join(root, name);
  const folder = makeFolder(dir, p);
  const stop = new AbortController();
  const executor = queueExecutor(redis.url, { every: 100, compare: 1 });
  const late = setTimeout(() => stop.abort(), 45_000);
  const run = executor.execute(p, folder, { signal: stop.signal }).finally(() =>
    clearTimeout(late)
  );
  // A test that fails before it waits for the sweep says so itself.
  run.catch(() => {});
  return { dir, folder, run, stop };
}

test("kill -9 of a worker in a cell: another runs the cell", async () => {
  const { dir, run } = begin("worker", plan(3));
  const [one] = [a, b].map(workerOf);
  await inACell(a.url, dir);
  one.child.kill("SIGKILL");
  await one.ended;
  assert.equal(await run.then((t) => [t.done, t.failed]), [3, 0]);
  await tally("worker killed", dir, { done: 3, failed: 0 });
  assert.is(queueOf(dir), null, "a sweep that is through is off the queue");
});

test("kill -9 of Redis, which comes back: workers and the sweep go on", async () => {
  const { dir, run } = begin("redis", plan(3));
  [a, b].forEach(workerOf);
  await inACell(a.url, dir);
  await redis.kill();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await redis.start();
  await run;
  await tally("Redis killed", dir, { done: 3, failed: 0 });
});

test("Redis comes back with nothing: what has not ended is put on it again", async () => {
  const { dir, run } = begin("empty", plan(3));
  [a, b].forEach(workerOf);
  await until(() => new SweepFolder(dir).ended().length > 0, "a first cell", 40);
  await redis.kill();
  await redis.start({ empty: true });
  await run;
  await tally("Redis emptied", dir, { done: 3, failed: 0 });
});

test("kill -9 of a host in a cell: it is set aside, and the cell goes elsewhere at no cost", async () => {
  const third = await startHost({ threads: 1 });
  const lone = startWorker(third.url, redis.url, lock);
  workerOf(b);
  await isThere(third.url);
  const { dir, folder, run } = begin("host", plan(3));
  await inACell(third.url, dir);
  process.kill(third.pid, "SIGKILL");
  await until(async () => {
    return (await listWorkers(link)).some((w) => w.url === third.url && w.state === "set aside");
  }, "the host to be set aside");
  await run;
  await tally("host killed", dir, { done: 3, failed: 0 });
  assert.equal(folder.records().map((r) => r.attempts), [1, 1, 1]);
  await endWorkers(lone);
  await third.stop();
});

test("the network between a worker and Redis is cut for longer than its lock lasts", async () => {
  const proxy = await startProxy(redis.port);
  await endWorkers(workerOf(a));
  const cutOff = startWorker(a.url, `redis://127.0.0.1:${proxy.port}`, lock);
  const other = workerOf(b);
  await isThere(a.url);
  const { dir, run } = begin("network", plan(3));
  await inACell(a.url, dir);
  proxy.cut();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  proxy.mend();
  await run;
  await tally("network cut", dir, { done: 3, failed: 0 });
  // It has found its way back: it takes cells again.
  const more = begin("network-2", plan(2, 4));
  await endWorkers(other);
  await more.run;
  await endWorkers(cutOff);
  await proxy.close();
});

test("a second worker on one host is refused, whatever the host is called; the sweep loses nothing", async () => {
  const { dir, run } = begin("two", plan(3, 4));
  workerOf(a);
  await isThere(a.url);
  const second = startWorker(a.url.replace("127.0.0.1", "localhost"), redis.url, lock);
  assert.is(await second.ended, 1);
  assert.match(second.said.err, /has a worker already \(process \d+ on .*one cell at a time/);
  await run;
  await tally("two workers on one host", dir, { done: 3, failed: 0 });
});

test("the same plan submitted twice at once: each cell is run once", async () => {
  const p = plan(4, 4);
  const { dir, folder, run } = begin("twice", p);
  const again = queueExecutor(redis.url, { every: 100 }).execute(p, folder);
  [a, b].forEach(workerOf);
  const tallies = await Promise.all([run, again]);
  assert.equal(tallies.map((t) => t.done), [4, 4]);
  await tally("submitted twice", dir, { done: 4, failed: 0 });
  const third = await queueExecutor(redis.url).execute(p, folder);
  assert.equal([third.done, third.skipped], [4, 4]);
});

test("the disk of the results is full: the worker waits, and loses nothing when there is room again", async () => {
  const mount = join(root, "small");
  mkdirSync(mount);
  const stop = new AbortController();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "none", mount]);
  if (mounted.status !== 0) {
    console.log("skipped: a full disk needs the right to mount one");
    return;
  }
  try {
    const dir = join(mount, "sweep");
    const p = plan(2);
    const folder = makeFolder(dir, p);
    const { signal } = stop;
    const run = queueExecutor(redis.url, { every: 100 }).execute(p, folder, { signal });
    run.catch(() => {});
    await until(() => queueOf(dir) !== null, "the submission");
    const worker = workerOf(a);
    await inACell(a.url, dir);
    for (let i = 0, size = 65536; size >= 4096; i++) {
      try {
        writeFileSync(join(mount, `fill-${i}`), new Uint8Array(size));
      } catch {
        size /= 4;
      }
    }
    await until(() => /no space left/.test(worker.said.err), "the disk to be found full", 40);
    for (const n of readdirSync(mount).filter((n) => n.startsWith("fill"))) rmSync(join(mount, n));
    await run;
    await tally("disk full", dir, { done: 2, failed: 0 });
  } finally {
    stop.abort();
    spawnSync("umount", ["-l", mount]);
  }
});

test("cancel interrupts the job on the host; what has ended is kept, and the rest can be taken up again", async () => {
  const p = plan(3);
  const { dir, folder, run, stop } = begin("cancel", p);
  const worker = workerOf(a);
  await inACell(a.url, dir);
  await cancelSweep(link, dir);
  const host = await connect(a.url);
  await until(
    async () => (await host.queue()).queue_running.length === 0,
    "the host to be free",
    5,
  );
  stop.abort();
  assert.is((await run).interrupted, true);
  assert.is(queueOf(dir), null);
  assert.ok(folder.ended().length < 3);
  assert.match(String(await sweepStatus(dir, link)), /left of 3/);
  await until(() => /the sweep was cancelled/.test(worker.said.err), "the worker to say so");
  assert.match(readFileSync(join(dir, "plan.json"), "utf8"), /kgen.sweep/);
});

test.run();
