// The local executor with a capture that is no capture: who is run, recorded, retried, and what stops it all.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  ExecutionError,
  type Host,
  HostUnreachableError,
  HttpError,
  InterruptedError,
  InvalidWorkflowError,
  OutOfMemoryError,
} from "@kgen/comfy";
import { type capture as captureOfKit, type Run, RunWriteError } from "@kgen/capture";
import {
  type ExecuteOptions,
  exportDataset,
  localExecutor,
  makePlan,
  type PlanFile,
  SweepError,
  type SweepEvent,
  SweepFolder,
} from "@kgen/sweep";
import { notWhole } from "../../lib/sweep/not_whole.ts";
import { syntheticCapture, syntheticHost } from "./synthetic.ts";

const root = mkdtempSync(join(tmpdir(), "kgen-sweep-"));
test.after(() => rmSync(root, { recursive: true }));
let folders = 0;
const fresh = () => join(root, String(++folders));
const turbo = "zimage-turbo-speed-test";
const plan = (more: Partial<PlanFile> = {}) =>
  makePlan({ workflow: turbo, repeats: 2, grid: { steps: [4, 8] }, ...more });

async function sweep(dir: string, o: ExecuteOptions = {}, p = plan(), host: Host = syntheticHost) {
  const folder = new SweepFolder(dir);
  const release = folder.take();
  const events: SweepEvent[] = [];
  const pauses: number[] = [];
  try {
    folder.keepPlan(p);
    const tally = await localExecutor(host).execute(p, folder, {
      capture: syntheticCapture({}),
      onEvent: (e) => events.push(e),
      pause: (ms) => Promise.resolve(void pauses.push(ms)),
      ...o,
    });
    return { tally, events, folder, pauses };
  } finally {
    release();
  }
}

test("every cell ends once; the same plan again runs nothing; the data set is the same again", async () => {
  const dir = fresh();
  const { tally, folder } = await sweep(dir);
  assert.equal(tally, { total: 4, done: 4, failed: 0, skipped: 0, interrupted: false });
  assert.is(folder.warmUps().length, 2);
  await exportDataset(dir);
  const first = readFileSync(join(dir, "runs.csv"), "utf8");
  const second = await sweep(dir, { capture: () => Promise.reject(new Error("run again")) });
  assert.equal(second.tally, { total: 4, done: 4, failed: 0, skipped: 4, interrupted: false });
  await exportDataset(dir);
  assert.is(readFileSync(join(dir, "runs.csv"), "utf8"), first);
  const heads = readFileSync(new URL("../../data/h100/runs.csv", import.meta.url), "utf8").split(
    "\n",
  )[0].split(",");
  assert.equal(first.split("\n")[0].split(",").slice(0, heads.length), heads);
  assert.equal(first.split("\n")[0].split(",").slice(-2), ["url", "device"]);
  assert.match(first.split("\n")[1], /,http:\/\/synthetic,$/);
  const described =
    JSON.parse(readFileSync(join(dir, "datapackage.json"), "utf8")).resources[0].schema.fields;
  assert.equal(described.map((f: { name: string }) => f.name), first.split("\n")[0].split(","));
});

test("a cell at fault is recorded with its reason and not tried again; the rest goes on", async () => {
  const dir = fresh();
  let tries = 0;
  const capture = syntheticCapture({
    before: (o) => {
      if (o.steps !== 8) return;
      tries++;
      throw tries > 2
        ? new ExecutionError({ node_id: "3", node_type: "KSampler", exception_message: "no" })
        : new InvalidWorkflowError("no such file");
    },
  });
  const p = plan({ warmUps: 0, warmUpsPerLoad: 0, repeats: 3 });
  const { tally, folder } = await sweep(dir, { capture }, p);
  assert.equal([tally.done, tally.failed, tries], [3, 3, 3]);
  const codes = folder.records().filter((r) => r.status === "failed").map((r) => r.reason!.code)
    .sort();
  assert.equal(codes, ["execution_error", "invalid_workflow", "invalid_workflow"]);
  const again = await sweep(dir, { capture }, p);
  // What the host lacked it may have by now: those two are run again, the other is final.
  assert.equal([again.tally.skipped, again.tally.failed, tries], [4, 3, 5]);
  const retried = await sweep(dir, { retryFailed: true }, p);
  assert.equal([retried.tally.done, retried.tally.failed], [6, 0]);
  const { rows } = await exportDataset(dir);
  assert.equal([rows.runs, rows.failed], [6, 0]);
});

test("somebody's interrupt is tried again, three times at most", async () => {
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      if (++n <= 2) throw new InterruptedError("somebody");
    },
  });
  const one = plan({ warmUps: 0, warmUpsPerLoad: 0, repeats: 1, grid: { steps: [4] } });
  const { tally, folder, pauses } = await sweep(fresh(), { capture }, one);
  assert.equal([tally.done, folder.records()[0].attempts, pauses], [1, 3, [2000, 4000]]);
  const always = syntheticCapture({ before: () => Promise.reject(new InterruptedError("always")) });
  const failed = await sweep(fresh(), { capture: always }, one);
  assert.equal([failed.tally.failed, failed.folder.records()[0].reason!.code], [1, "interrupted"]);
});

test("a host that goes away is waited for with growing pauses, then the cell is run again", async () => {
  let away = 0;
  const host = {
    ...syntheticHost,
    systemStats: () =>
      away-- > 0
        ? Promise.reject(new HostUnreachableError("http://synthetic", "refused"))
        : Promise.resolve({ system: {}, devices: [] }),
  } as unknown as Host;
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      if (++n !== 4) return;
      away = 7;
      throw new HostUnreachableError("http://synthetic", "refused");
    },
  });
  const { tally, pauses, folder } = await sweep(fresh(), { capture }, plan(), host);
  assert.equal([tally.done, tally.failed], [4, 0]);
  assert.is(folder.warmUps().length, 3, "a host that comes back is warmed up again");
  assert.equal(pauses, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test("a host that answers and refuses the job gets three attempts with pauses, not an endless loop", async () => {
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      if (++n > 50) throw new Error("endless");
      throw new HttpError(500, "POST http://synthetic/prompt", "broken");
    },
  });
  const one = plan({ warmUps: 0, warmUpsPerLoad: 0, repeats: 1, grid: { steps: [4] } });
  const { folder, pauses } = await sweep(fresh(), { capture }, one);
  const [record] = folder.records();
  assert.equal([n, record.attempts, record.reason!.code], [3, 3, "http"]);
  assert.equal(pauses, [2000, 4000]);
});

test("before a second attempt the host drops its cache, and so it does before a failed cell is run again", async () => {
  const dir = fresh();
  const calls: string[] = [];
  const host = {
    ...syntheticHost,
    free: (what: { memory?: boolean }) => Promise.resolve(void calls.push(`free ${what.memory}`)),
  } as unknown as Host;
  const cached: typeof captureOfKit = async (h, w, o) => {
    calls.push("run");
    const run = { ...await syntheticCapture({})(h, w as never, o), evaluations: [] };
    writeFileSync(join(run.dir!, "run.json"), JSON.stringify(run));
    return run;
  };
  const one = plan({ warmUps: 0, warmUpsPerLoad: 0, repeats: 1, grid: { steps: [4] } });
  const { folder } = await sweep(dir, { capture: cached }, one, host);
  assert.equal(calls, ["run", "free true", "run", "free true", "run"]);
  assert.equal(folder.records()[0].reason!.code, "nothing_evaluated");
  calls.length = 0;
  await sweep(dir, { capture: cached, retryFailed: true }, one, host);
  assert.equal(calls.slice(0, 2), ["free true", "run"]);
});

test("the reason of a Run that is not whole is its cause, not what was said last", () => {
  const run = { evaluations: [], final: null, warnings: [] as string[] } as unknown as Run;
  const cut = "The socket was cut before the job was through; /history says that it succeeded.";
  const of = (r: Partial<Run>) => notWhole({ ...run, ...r }).code;
  assert.is(of({ warnings: [cut, "no preview of step 3"] }), "cut");
  assert.is(of({ warnings: ["no preview of step 3"] }), "nothing_evaluated");
  const evaluations = [{}] as Run["evaluations"];
  assert.is(of({ evaluations, warnings: ["no preview of step 3"] }), "no_picture");
});

test("three cells in a row that fail in the same way stop it; too little memory does not", async () => {
  const many = plan({ warmUps: 0, warmUpsPerLoad: 0, repeats: 5, grid: { steps: [4] } });
  let error: Error = new Error("out of disk space in the host");
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      n++;
      throw error;
    },
  });
  const dir = fresh();
  const stopped = await sweep(dir, { capture }, many).catch((e) => e);
  assert.instance(stopped, SweepError);
  assert.equal([stopped.code, n], ["failing", 3]);
  error = new OutOfMemoryError({ node_id: "3", node_type: "KSampler", exception_message: "no" });
  const { tally } = await sweep(fresh(), { capture }, many);
  assert.is(tally.failed, 5);
});

test("another host or device is refused in a folder, unless that is asked for", async () => {
  const dir = fresh();
  const on = (url: string, name: string, kind = "remote") =>
    ({
      ...syntheticHost,
      url,
      kind,
      systemStats: () => Promise.resolve({ system: {}, devices: [{ name }] }),
    }) as unknown as Host;
  const grown = plan({ grid: { steps: [4, 8, 12] } });
  await sweep(dir, {}, plan(), on("http://a", "H100"));
  for (const host of [on("http://b", "H100"), on("http://a", "H200")]) {
    const error = await sweep(dir, {}, grown, host).catch((e) => e);
    assert.is(error.code, "other_host");
    assert.match(error.message, /http:\/\/a \(H100\).*--other-host/);
  }
  const both = await sweep(dir, { otherHost: true }, grown, on("http://b", "H100"));
  assert.equal(new Set(both.folder.records().map((r) => r.url)).size, 2);
  const embedded = fresh();
  await sweep(embedded, {}, plan(), on("http://127.0.0.1:1", "cpu", "embedded"));
  await sweep(embedded, {}, grown, on("http://127.0.0.1:2", "cpu", "embedded"));
});

test("patience has an end: the sweep stops, what is finished is kept, and it goes on later", async () => {
  const dir = fresh();
  let gone = false;
  const host = {
    ...syntheticHost,
    systemStats: () =>
      gone
        ? Promise.reject(new HostUnreachableError("http://synthetic", "refused"))
        : Promise.resolve({ system: {}, devices: [] }),
  } as unknown as Host;
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      if (++n < 5) return;
      gone = true;
      throw new HostUnreachableError("http://synthetic", "refused");
    },
  });
  const error = await sweep(dir, { capture, patience: 60 }, plan(), host).catch((e) => e);
  assert.instance(error, SweepError);
  assert.is(error.code, "unreachable");
  assert.is(new SweepFolder(dir).records().length, 2);
  const { tally } = await sweep(dir);
  assert.equal([tally.done, tally.skipped], [4, 2]);
});

test("a full disk stops it before anything else is begun, and it goes on later", async () => {
  const dir = fresh();
  let n = 0;
  const capture = syntheticCapture({
    before: (o) => {
      if (++n === 5) {
        throw new RunWriteError(
          "run.json",
          o.out!,
          Object.assign(new Error("full"), { code: "ENOSPC" }),
        );
      }
    },
  });
  const error = await sweep(dir, { capture }).catch((e) => e);
  assert.equal([error.code, n], ["disk", 5]);
  assert.match(error.message, /no space left/);
  assert.is(new SweepFolder(dir).records().length, 2);
  assert.is((await sweep(dir)).tally.done, 4);
});

test("a record that cannot be written stops it; the Run is there and is adopted, not run again", async () => {
  const dir = fresh();
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      // A folder in the place of the records: as good as a full disk.
      if (++n === 4) {
        rmSync(join(dir, "cells"), { recursive: true });
        writeFileSync(join(dir, "cells"), "");
      }
    },
  });
  const error = await sweep(dir, { capture }).catch((e) => e);
  assert.instance(error, SweepError);
  assert.match(error.message, /Cannot write .*cells/);
  rmSync(join(dir, "cells"));
  let runs = 0;
  const { tally } = await sweep(dir, { capture: syntheticCapture({ before: () => void runs++ }) });
  assert.is(tally.done, 4);
  // Two had been made, one of them recorded and that record lost with the folder: both are adopted.
  assert.is(runs, 2 + 2, "two warm-ups and two cells");
});

test("a stop between cells ends it; the cell in work is run again next time", async () => {
  const dir = fresh();
  const stop = new AbortController();
  let n = 0;
  const capture = syntheticCapture({
    before: () => {
      if (++n !== 4) return;
      stop.abort();
      throw new InterruptedError("stopped");
    },
  });
  const { tally } = await sweep(dir, { capture, signal: stop.signal });
  assert.equal([tally.done, tally.interrupted], [1, true]);
  assert.is((await sweep(dir)).tally.done, 4);
});

test("another plan is refused in a folder with finished cells; a grown one goes on", async () => {
  const dir = fresh();
  await sweep(dir);
  const error = await sweep(dir, {}, plan({ grid: { steps: [5] } })).catch((e) => e);
  assert.is(error.code, "other_plan");
  const grown = await sweep(dir, {}, plan({ grid: { steps: [4, 8, 12] } }));
  assert.equal([grown.tally.done, grown.tally.skipped], [6, 4]);
});

test("a model that comes to be loaded is warmed up, and the run after it is not called cold", async () => {
  const p = plan({ grid: { steps: [4], dtype: ["default", "fp8_e4m3fn"] }, warmUpsPerLoad: 1 });
  const { folder } = await sweep(fresh(), {}, p);
  const loads = new Set(p.cells.map((c) => c.load));
  assert.is(loads.size, 2);
  const order = [...folder.records(), ...folder.warmUps()].sort((a, b) => a.order - b.order);
  const switches = p.cells.filter((c, i) => i === 0 || c.load !== p.cells[i - 1].load).length;
  assert.is(folder.warmUps().length, 2 + switches - 1);
  assert.ok(order[0].warmUp && order[0].loads);
  assert.ok(folder.records().every((r) => !r.loads));
});

test("the time left is the sum of what each condition took", async () => {
  const { events } = await sweep(fresh());
  const ended = events.filter((e) => e.kind === "ended");
  assert.is(events[0].left, null);
  assert.ok(ended.at(-1)!.left !== null && ended.at(-1)!.left! >= 0);
});

test("two sweeps in one folder: the second is refused; a lock of a dead process is not", async () => {
  const dir = fresh();
  const release = new SweepFolder(dir).take();
  assert.throws(() => new SweepFolder(dir).take(), new RegExp(`process ${process.pid}`));
  release();
  assert.not.ok(existsSync(join(dir, ".lock")));
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  const pid = child.pid!;
  await new Promise((resolve) => child.on("exit", resolve));
  writeFileSync(join(dir, ".lock"), JSON.stringify({ pid, computer: hostname(), started: "1" }));
  new SweepFolder(dir).take()();
  // The number of a dead process that a living one has got.
  writeFileSync(
    join(dir, ".lock"),
    JSON.stringify({ pid: process.pid, computer: hostname(), started: "1" }),
  );
  new SweepFolder(dir).take()();
  writeFileSync(
    join(dir, ".lock"),
    JSON.stringify({ pid: 1, computer: "elsewhere", started: "1" }),
  );
  assert.throws(() => new SweepFolder(dir).take(), /on elsewhere.*remove/);
  assert.equal(readdirSync(dir).filter((n) => n.startsWith(".lock.")), []);
});

test("a folder with somebody else's files is refused", () => {
  const dir = fresh();
  new SweepFolder(dir).take()();
  const other = fresh();
  new SweepFolder(other).take()();
  rmSync(other, { recursive: true });
  const mine = mkdtempSync(join(root, "mine-"));
  writeFileSync(join(mine, "thesis.txt"), "");
  assert.throws(() => new SweepFolder(mine).take(), /holds other things \(thesis\.txt\)/);
  const file = join(mine, "thesis.txt");
  assert.throws(() => new SweepFolder(file).take(), /thesis\.txt is a file; name a folder/);
});

test.run();
