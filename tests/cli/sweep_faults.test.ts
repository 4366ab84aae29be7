// What processes and hosts do to ./kgen sweep: Ctrl-C, kill -9, a host that goes and comes back, two sweeps at once. On the
// embedded host; nothing here is about speed.
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { connect } from "@kgen/comfy";
import { startHost } from "@kgen/nano";
import { kgen, scratch, startKgen, until } from "./kgen.ts";
import { planFile, records, rows } from "./sweeping.ts";

const { folder, clean } = scratch();
const nano = await startHost();
const host = await connect(nano.url);
test.after(async () => {
  await nano.stop();
  clean();
});

/** Nothing here is about speed. */
const cold = { warmUps: 0, warmUpsPerLoad: 0 };

/** Nothing runs on the host and nothing waits. */
async function idle(): Promise<boolean> {
  const queue = await host.queue();
  return queue.queue_running.length + queue.queue_pending.length === 0;
}

test("Ctrl-C: the job on the host is stopped, everything is kept, and resume goes on", async () => {
  const dir = join(folder, "ctrl-c");
  const plan = planFile(folder, "ctrl-c.json", 14, 3);
  const secret = nano.url.replace("://", "://u:geheim77@");
  const one = startKgen(["sweep", "grid", "--plan", plan, "--out", dir, "--host", secret]);
  await until(() => records(dir).length >= 1, "the first cell", 40);
  await until(
    () => readdirSync(join(dir, "runs")).some((n) => n.endsWith(".partial")),
    "the next to begin",
  );
  one.child.kill("SIGINT");
  const { code, err } = await one.ended;
  assert.is(code, 130, err);
  assert.not.match(err, /geheim77/);
  assert.match(err, new RegExp(`Go on with: ./kgen sweep resume ${dir} --host ${nano.url}`));
  assert.ok(await idle(), "the host still works");
  const kept = records(dir);
  assert.ok(kept.length >= 1 && kept.length < 3);
  assert.is(rows(dir).length, kept.length + 1, "the data set is there");
  const resumed = await kgen(["sweep", "resume", dir, "--host", nano.url, "--json"]);
  assert.is(resumed.code, 0, resumed.err);
  assert.equal([JSON.parse(resumed.out).done, JSON.parse(resumed.out).skipped], [3, kept.length]);
});

test("kill -9 in mid-cell: the finished cells stay, the lock does not hold, the cell is run again", async () => {
  const dir = join(folder, "killed");
  const plan = planFile(folder, "killed.json", 14, 2, cold);
  const args = ["sweep", "grid", "--plan", plan, "--out", dir, "--host", nano.url];
  const one = startKgen(args);
  await until(() => records(dir).length >= 1, "the first cell", 40);
  await until(
    () => readdirSync(join(dir, "runs")).some((n) => n.endsWith(".partial")),
    "the next to begin",
  );
  one.child.kill("SIGKILL");
  await one.ended;
  assert.ok(existsSync(join(dir, ".lock")));
  const kept = records(dir).length;
  const again = await kgen([...args, "--json"]);
  assert.is(again.code, 0, again.err);
  assert.equal([JSON.parse(again.out).done, JSON.parse(again.out).skipped], [2, kept]);
  assert.not.ok(existsSync(join(dir, ".lock")));
  // Every cell has one record, and one line; the Run that was cut off stays as .partial beside them.
  assert.is(rows(dir).length, 2);
});

test("two sweeps in one folder at once: the second is refused and the first goes on", async () => {
  const dir = join(folder, "two");
  const plan = planFile(folder, "two.json", 14, 2, cold);
  const args = ["sweep", "grid", "--plan", plan, "--out", dir, "--host", nano.url];
  const one = startKgen(args);
  await until(() => existsSync(join(dir, ".lock")), "the lock");
  const two = await kgen(args);
  assert.is(two.code, 1);
  assert.match(two.err, new RegExp(`process ${one.child.pid}`));
  assert.is((await one.ended).code, 0);
  assert.is(records(dir).length, 2);
});

test("a host that goes away and comes back: its cell is run again, nothing is lost", async () => {
  const port = await freePort();
  let other = await startHost({ port });
  const dir = join(folder, "away");
  const plan = planFile(folder, "away.json", 14, 2, cold);
  const one = startKgen([
    "sweep",
    "grid",
    "--plan",
    plan,
    "--out",
    dir,
    "--host",
    other.url,
    "--json",
    "--telemetry",
    "none",
  ]);
  try {
    await until(() => records(dir).length >= 1, "the first cell", 40);
    await until(
      () => readdirSync(join(dir, "runs")).some((n) => n.endsWith(".partial")),
      "the next to begin",
    );
    await other.stop();
    await new Promise((resolve) => setTimeout(resolve, 500));
    other = await startHost({ port });
    const { code, out, err } = await one.ended;
    assert.is(code, 0, err);
    assert.equal([JSON.parse(out).done, JSON.parse(out).failed], [2, 0]);
  } finally {
    one.child.kill("SIGKILL");
    await other.stop();
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test.run();
