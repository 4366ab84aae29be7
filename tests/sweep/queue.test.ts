// The queue with hosts that exist only here (SYNTHETIC): who gets which cell, retries, pause, cancel, and that nothing is run twice.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  type Host,
  HostUnreachableError,
  InterruptedError,
  InvalidWorkflowError,
} from "@kgen/comfy";
import {
  cancelSweep,
  connectQueue,
  hasRedis,
  localExecutor,
  makePlan,
  type Offer,
  pauseSweep,
  type Plan,
  type PlanFile,
  privateRedis,
  queueExecutor,
  queueOf,
  redisAdvice,
  retryFailed,
  SweepFolder,
  sweepStatus,
  unpauseSweep,
  wishOf,
  work,
  type WorkerOptions,
} from "@kgen/sweep";
import { makeFolder, tally, turbo, until } from "./fleet.ts";
import { syntheticCapture, syntheticHost } from "./synthetic.ts";

if (!hasRedis()) {
  console.log(`skipped: ${redisAdvice}`);
  process.exit(process.env.CI ? 1 : 0);
}

const root = mkdtempSync(join(tmpdir(), "kgen-queue-"));
const redis = await privateRedis();
const link = await connectQueue(redis.url);
test.after(async () => {
  link.disconnect();
  await redis.stop();
  rmSync(root, { recursive: true, force: true });
});

let folders = 0;
const plan = (more: Partial<PlanFile> = {}): Plan =>
  makePlan({
    workflow: turbo,
    repeats: 2,
    warmUps: 0,
    warmUpsPerLoad: 0,
    grid: { steps: [4, 8] },
    ...more,
  });
const set = (p: Plan) => {
  const dir = join(root, String(++folders));
  return { dir, folder: makeFolder(dir, p), p };
};
const watch = (p: Plan, folder: SweepFolder, signal?: AbortSignal) =>
  queueExecutor(redis.url, { every: 50 }).execute(p, folder, { signal });

const hostAt = (url: string) =>
  ({
    ...syntheticHost,
    url,
    queue: () => Promise.resolve({ queue_running: [], queue_pending: [] }),
  }) as unknown as Host;

/** A worker in this process that ends when there is nothing to do. */
function worker(url: string, o: Partial<WorkerOptions> = {}, offer: Partial<Offer> = {}) {
  return work({
    host: hostAt(url),
    queue: redis.url,
    offer: { gpu: "", vram_gib: 0, variants: [], ...offer },
    capture: syntheticCapture({}),
    pause: () => new Promise((resolve) => setTimeout(resolve, 5)),
    untilIdle: 0.5,
    scratch: join(root, "scratch"),
    ...o,
  });
}

test("cells go only to workers that have what they need; the status says which nobody has", async () => {
  const p = plan({
    cells: [
      { tag: "any", changes: { steps: 3 } },
      { tag: "h100", changes: { steps: 5 }, needs: { gpu: "H100" } },
      { tag: "large", changes: { steps: 6 }, needs: { vram_gib: 100 } },
      { tag: "base", workflow: "zimage-base-speed-test", changes: { steps: 7 } },
    ],
    grid: undefined,
  });
  const { dir, folder } = set(p);
  const run = watch(p, folder);
  await until(() => queueOf(dir) !== null, "the submission");
  await until(async () => (await sweepStatus(dir, link)).backlog.length === 4, "four queues");
  const small = await worker("http://small", {}, {
    gpu: "RTX 4090",
    vram_gib: 24,
    variants: ["turbo"],
  });
  assert.is(small.done, 2);
  const status = await sweepStatus(dir, link);
  assert.equal(status.backlog.map((b) => b.workers), [0, 0, 0]);
  assert.match(String(status), /turbo, H100.*NONE HAS IT/);
  const h100 = await worker("http://h100", {}, { gpu: "NVIDIA H100 80GB HBM3", vram_gib: 80 });
  assert.is(h100.done, 4);
  assert.is((await worker("http://h200", {}, { gpu: "NVIDIA H200", vram_gib: 141 })).done, 2);
  await run;
  await tally("needs", dir, { done: 8, failed: 0 });
  const of = (tag: string) =>
    new Set(folder.records().filter((r) => r.cell.tag === tag).map((r) => r.url));
  assert.equal(["any", "h100", "large", "base"].map((t) => [...of(t)].join()), [
    "http://small",
    "http://h100",
    "http://h200",
    "http://h100",
  ]);
});

test("an invalid workflow is never tried again, chance three times; each ends with its reason and can be retried", async () => {
  const { dir, folder, p } = set(plan({ repeats: 1, grid: { steps: [4, 8, 9] } }));
  const tries = new Map<number, number>();
  const capture = syntheticCapture({
    before: ({ steps }) => {
      tries.set(steps!, (tries.get(steps!) ?? 0) + 1);
      if (steps === 8) throw new InvalidWorkflowError("no such node");
      if (steps === 9) throw new InterruptedError("somebody pressed stop");
    },
  });
  const run = watch(p, folder);
  // The pauses between attempts are those of the queue: 2 s and 4 s.
  const stop = new AbortController();
  const working = worker("http://a", { capture, untilIdle: undefined, signal: stop.signal });
  await run;
  stop.abort();
  await working;
  assert.equal([tries.get(4), tries.get(8), tries.get(9)], [1, 1, 3]);
  await tally("errors", dir, { done: 1, failed: 2 });
  const codes = folder.records().map((r) => [r.reason?.code, r.attempts]);
  assert.equal(codes.filter(([c]) => c).sort(), [["interrupted", 3], ["invalid_workflow", 1]]);
  const { retried } = await retryFailed(link, dir, redis.url, "interrupted");
  assert.is(retried, 1);
  await worker("http://a");
  await tally("retried", dir, { done: 2, failed: 1 });
});

test("a host that fails is set aside and its cell goes elsewhere at no cost; a cell that fails five hosts is the cause", async () => {
  const { dir, folder, p } = set(plan({ repeats: 1, grid: { steps: [4, 8] } }));
  let n = 0;
  const broken = syntheticCapture({
    before: ({ steps }) => {
      if (steps !== 8) return;
      n++;
      throw new HostUnreachableError("http://broken", "refused");
    },
  });
  const run = watch(p, folder);
  const first = await worker("http://broken", { capture: broken });
  await run;
  assert.equal([n, first.elsewhere], [5, 4]);
  const failed = folder.records().find((r) => r.status === "failed")!;
  assert.match(failed.reason!.message, /5 times a host failed/);
  await tally("a cell that fells hosts", dir, { done: 1, failed: 1 });
});

test("paused, nothing further is given out; after that it goes on, the more urgent first", async () => {
  const { dir, folder, p } = set(plan({
    repeats: 1,
    cells: [
      { tag: "late", changes: { steps: 3 } },
      { tag: "urgent", changes: { steps: 5 }, priority: 5 },
      { tag: "urgent too", changes: { steps: 6 }, priority: 5 },
    ],
    grid: undefined,
    interleave: false,
  }));
  const run = watch(p, folder);
  await until(async () => (await sweepStatus(dir, link)).backlog.length > 0, "the submission");
  await pauseSweep(link, dir);
  assert.is((await worker("http://a")).done, 0);
  assert.is((await sweepStatus(dir, link)).state, "paused");
  await unpauseSweep(link, dir);
  const order: string[] = [];
  await worker("http://a", { onEvent: (e) => void (e.kind === "cell" && order.push(e.cell.tag)) });
  await run;
  assert.equal(order, ["urgent", "urgent too", "late"]);
});

test("what one executor has finished the other does not run; a folder is on a queue or it is not", async () => {
  const { dir, folder, p } = set(plan());
  const stop = new AbortController();
  let n = 0;
  const capture = syntheticCapture({ before: () => void (++n === 2 && stop.abort()) });
  await localExecutor(syntheticHost).execute(p, folder, { capture, signal: stop.signal });
  const before = folder.ended().length;
  assert.ok(before > 0 && before < 4);
  const watching = new AbortController();
  const run = watch(p, folder, watching.signal);
  await until(() => queueOf(dir) !== null, "the submission");
  const refused = await localExecutor(syntheticHost).execute(p, folder, { capture }).catch((e) =>
    e
  );
  assert.match(refused.message, /is on the queue redis:.*sweep cancel/);
  let runs = 0;
  await worker("http://a", { capture: syntheticCapture({ before: () => void runs++ }) });
  await run;
  assert.is(runs, 4 - before);
  await tally("both executors", dir, { done: 4, failed: 0 });
  const never = () => Promise.reject(new Error("run again"));
  const last = await localExecutor(syntheticHost).execute(p, folder, { capture: never });
  assert.equal([last.done, last.skipped], [4, 4]);
});

test("pause and cancel reach a sweep in one process through its folder", async () => {
  const { dir, folder, p } = set(plan());
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      if (++n === 2) wishOf(dir, "pause");
      return new Promise((resolve) => setTimeout(resolve, 20));
    },
  });
  const pause = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => resolve());
    });
  const run = localExecutor(syntheticHost).execute(p, folder, { capture, pause });
  await until(() => folder.ended().length === 2, "the pause");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(n, 2);
  wishOf(dir, null);
  await until(() => n > 2, "it to go on");
  wishOf(dir, "pause");
  await new Promise((resolve) => setTimeout(resolve, 100));
  wishOf(dir, "cancel");
  const { interrupted, done } = await run;
  assert.ok(interrupted && done >= 3 || done === 4, `${done}`);
});

test("a sweep that is cancelled is off the queue, and the local executor can take it up", async () => {
  const { dir, folder, p } = set(plan());
  const run = watch(p, folder);
  await until(() => queueOf(dir) !== null, "the submission");
  await cancelSweep(link, dir);
  assert.is((await run).interrupted, true);
  const capture = syntheticCapture({});
  assert.is((await localExecutor(syntheticHost).execute(p, folder, { capture })).done, 4);
});

test("a worker without the results folder gives the cell back and says what to do", async () => {
  const { folder, p } = set(plan({ repeats: 1 }));
  const said: string[] = [];
  const stop = new AbortController();
  const run = watch(p, folder, stop.signal);
  const lost = await worker("http://a", {
    results: join(root, "nowhere"),
    onEvent: (e) => said.push(e.text),
  });
  assert.is(lost.done, 0);
  assert.match(said.join("\n"), /results folder of sweep.*is not here.*--results/);
  assert.is((await worker("http://b")).done, 2);
  assert.is((await run).done, 2);
});

test("no Redis: the error says what to do, and never shows a password", async () => {
  const error = await connectQueue("redis://:secret@127.0.0.1:1").catch((e) => e);
  assert.match(error.message, /redis:\/\/127\.0\.0\.1:1 .*apt install redis-server/);
  assert.not.match(error.message, /secret/);
});

test.run();
