// A fleet as its user sees it: ./kgen worker beside a host, ./kgen sweep grid --queue, status, pause, resume, failed, cancel.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startHost } from "@kgen/nano";
import { hasRedis, privateRedis, redisAdvice } from "@kgen/sweep";
import { kgen, scratch, startKgen, until } from "./kgen.ts";
import { planFile, records, rows } from "./sweeping.ts";

if (!hasRedis()) {
  console.log(`skipped: ${redisAdvice}`);
  process.exit(process.env.CI ? 1 : 0);
}

const { folder, clean } = scratch();
const redis = await privateRedis();
const nano = await startHost({ threads: 1 });
test.after(async () => {
  await nano.stop();
  await redis.stop();
  clean();
});
const env = { KGEN_QUEUE: redis.url };

test("submit, work, watch, pause, resume: the data set is there", async () => {
  const dir = join(folder, "fleet");
  const plan = planFile(folder, "fleet.json", 4, 3, { warmUps: 0, warmUpsPerLoad: 0 });
  const grid = ["sweep", "grid", "--plan", plan, "--out", dir, "--queue", redis.url];
  const submitted = await kgen([...grid, "--detach"], { env });
  assert.is(submitted.code, 0, submitted.err);
  assert.match(submitted.err, /3 cells are on the queue/);
  const status = await kgen(["sweep", "status", dir], { env });
  assert.match(status.out, /0 done, 0 failed, 3 left of 3, running/);
  assert.match(status.out, /NONE HAS IT/);
  assert.is((await kgen(["sweep", "pause", dir], { env })).code, 0);
  const worker = startKgen(
    ["worker", "--host", nano.url, "--name", "card A", "--variants", "turbo", "--until-idle", "20"],
    { env },
  );
  await until(() => /ready for cells/.test(worker.said.err), "the worker");
  const resumed = await kgen(["sweep", "resume", dir, "--json"], { env });
  assert.is(resumed.code, 0, resumed.err);
  assert.equal([JSON.parse(resumed.out).done, JSON.parse(resumed.out).rows.runs], [3, 3]);
  assert.is(rows(dir).length, 3);
  assert.ok(rows(dir).every((line) => line.includes("card A")));
  assert.not.ok(existsSync(join(dir, "queue.json")));
  assert.match((await kgen(["sweep", "failed", dir])).out, /no cell has failed/);
  worker.child.kill("SIGINT");
  assert.is((await worker.ended).code, 130);
  assert.match(worker.said.out, /3 done, 0 failed/);
});

test("a folder that is on a queue is refused to the local executor, until it is cancelled", async () => {
  const dir = join(folder, "local");
  const plan = planFile(folder, "local.json", 4, 1, { warmUps: 0, warmUpsPerLoad: 0 });
  const grid = ["sweep", "grid", "--plan", plan, "--out", dir];
  assert.is((await kgen([...grid, "--queue", redis.url, "--detach"])).code, 0);
  const refused = await kgen([...grid, "--host", nano.url]);
  assert.is(refused.code, 1);
  assert.match(refused.err, /is on the queue redis:.*sweep cancel/);
  assert.match((await kgen(["sweep", "cancel", dir])).out, /0 of 1 cells have ended/);
  assert.is((await kgen([...grid, "--host", nano.url])).code, 0);
  assert.is(records(dir).length, 1);
});

test("a worker without a queue is told what to give", async () => {
  const none = await kgen(["worker", "--host", nano.url]);
  assert.is(none.code, 2);
  assert.match(none.err, /which queue\? Give --queue/);
});

test.run();
