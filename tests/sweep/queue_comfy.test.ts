// A worker beside a real ComfyUI, which is killed within a cell and started again. COMFY_COMMAND starts it, such as
// "python main.py --cpu --port PORT"; it needs files for the Z-Image Turbo templates, of any size.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { connect } from "@kgen/comfy";
import {
  connectQueue,
  hasRedis,
  listWorkers,
  makePlan,
  privateRedis,
  queueExecutor,
  redisAdvice,
  sweepDataset,
} from "@kgen/sweep";
import { real } from "../comfy/mortal.ts";
import {
  endWorkers,
  killLeftOvers,
  makeFolder,
  startWorker,
  tally,
  turbo,
  until,
} from "./fleet.ts";

const lacking = process.env.COMFY_COMMAND
  ? (hasRedis() ? null : redisAdvice)
  : "COMFY_COMMAND is not set";
if (lacking !== null) {
  console.log(`skipped: ${lacking}`);
  process.exit(0);
}

const root = mkdtempSync(join(tmpdir(), "kgen-comfy-fleet-"));
const [redis, comfy] = await Promise.all([privateRedis(), real()]);
const link = await connectQueue(redis.url);
const worker = startWorker(comfy.url, redis.url, ["--lock", "2"]);
test.after(async () => {
  await endWorkers(worker);
  await killLeftOvers();
  link.disconnect();
  await comfy.kill();
  await redis.stop();
  rmSync(root, { recursive: true, force: true });
});

/** The first file that each loader of the host has. */
async function filesOf(url: string): Promise<Record<string, string>> {
  const host = await connect(url);
  const inputs = { UNETLoader: "unet_name", CLIPLoader: "clip_name", VAELoader: "vae_name" };
  const files: Record<string, string> = {};
  for (const [node, input] of Object.entries(inputs)) {
    const [names] = (await host.objectInfo(node))[node].input.required[input] as [string[]];
    files[node] = names.filter((n) => n.endsWith(".safetensors")).at(-1)!;
  }
  return files;
}

/** Puts a sweep of two cells on the queue. */
async function begin(name: string, steps: number) {
  const models = await filesOf(comfy.url);
  const changes = { prompt: "red apple", width: 256, height: 256, steps, models };
  const plan = makePlan({ workflow: turbo, changes, repeats: 2, warmUps: 0, warmUpsPerLoad: 0 });
  const dir = join(root, name);
  const run = queueExecutor(redis.url, { every: 100, compare: 1 })
    .execute(plan, makeFolder(dir, plan), { signal: AbortSignal.timeout(90_000) });
  run.catch(() => {});
  return { dir, run };
}

test("the parts hold the evaluations and say which host they are from", async () => {
  const { dir, run } = await begin("plain", 4);
  await run;
  await tally("real ComfyUI", dir, { done: 2, failed: 0 });
  const rows = await sweepDataset(dir).sql(
    "select url, count(*) as n, count(distinct cell) as cells, max(step) as last, min(t_job_s) as first " +
      "from evaluations group by url",
  );
  assert.is(rows.length, 1);
  assert.equal({ ...rows[0], first: Number(rows[0].first) > 0 }, {
    url: comfy.url,
    n: 8,
    cells: 2,
    last: 4,
    first: true,
  });
  const [{ device, model }] = await sweepDataset(dir).sql("select device, model from runs");
  assert.ok(device, "the card, or cpu");
  assert.match(String(model), /\.safetensors$/);
});

test("kill -9 in a cell: the host is set aside, and the cell is done once it is back, at no cost", async () => {
  const { dir, run } = await begin("killed", 100);
  const news = async () => (await listWorkers(link)).find((w) => w.url === comfy.url);
  await until(async () => ((await news())?.step ?? 0) >= 10, "a cell", 60);
  await comfy.kill();
  await until(async () => (await news())?.state === "set aside", "the host to be set aside");
  await comfy.start();
  await run;
  await tally("real ComfyUI killed", dir, { done: 2, failed: 0 });
  const runs = await sweepDataset(dir).sql("select attempts, nfe from runs");
  assert.equal([...runs], [{ attempts: 1, nfe: 100 }, { attempts: 1, nfe: 100 }]);
});

test.run();
