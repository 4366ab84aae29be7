/** The queue: order, interrupts by id, jobs, and dropping the cache. */
import * as assert from "uvu/assert";
import { long, short, turbo } from "../../nano/scenarios/graphs.ts";
import { type Case, test } from "../case.ts";
import { metadata, newSeed, type Site } from "../site.ts";
import type { Client } from "../../nano/client.ts";

/** A prompt that runs for long, and has begun its steps. */
async function started(client: Client): Promise<string> {
  const id = await client.submit(long(newSeed()));
  await client.until(({ type, data }) =>
    type === "progress" && data.prompt_id === id && data.value >= 2
  );
  return id;
}

const ended = (client: Client, id: string) =>
  client.until(({ type, data }) =>
    type === "executing" && data.node === null && data.prompt_id === id
  );

async function jobOf(site: Site, id: string): Promise<any> {
  const answer = await site.get(`/api/jobs/${id}`);
  return { code: answer.status, ...await answer.json() };
}

export const queues: Case[] = [
  test("the queue: one runs, others wait in order and run in order", async (site) => {
    const client = await site.client(metadata);
    const first = await started(client);
    const waiting = [await client.submit(short(newSeed())), await client.submit(short(newSeed()))];
    assert.is(await site.whereIs(first), "running");
    for (const id of waiting) assert.is(await site.whereIs(id), "pending");
    const pending = (await site.host.queue()).queue_pending;
    const number = (id: string) => pending.find((item) => item[1] === id)![0];
    assert.ok(number(waiting[0]) < number(waiting[1]));
    assert.ok((await site.json("/prompt")).exec_info.queue_remaining >= 3);
    await site.host.interrupt(first);
    await ended(client, waiting[1]);
    const begun = client.heard.filter(({ type }) => type === "execution_start")
      .map(({ data }) => data.prompt_id);
    assert.equal(begun, [first, ...waiting]);
    assert.is(await site.whereIs(waiting[1]), "nowhere");
  }, "prompts of others may stand between"),

  test("interrupt by id: the one that runs, and nothing that waits", async (site) => {
    const client = await site.client(metadata);
    const first = await started(client);
    const next = await client.submit(short(newSeed()));
    await (await site.post("/interrupt", { prompt_id: first })).body?.cancel();
    await ended(client, first);
    const told = client.heard.find(({ type }) => type === "execution_interrupted")!.data;
    assert.equal([told.prompt_id, told.node_id], [first, "3"]);
    await ended(client, next);
    const history = await site.host.history(first);
    assert.equal(
      [history[first].status.status_str, history[first].status.completed],
      ["error", false],
    );
    assert.is((await site.host.history(next))[next].status.status_str, "success");
  }),

  test("interrupt by an id that waits or is unknown does not touch the one that runs", async (site) => {
    const client = await site.client(metadata);
    const first = await started(client);
    const next = await client.submit(short(newSeed()));
    await (await site.post("/interrupt", { prompt_id: next })).body?.cancel();
    await (await site.post("/interrupt", { prompt_id: crypto.randomUUID() })).body?.cancel();
    const step = client.heard.findLast(({ type }) => type === "progress")!.data.value;
    await client.until(({ type, data }) => type === "progress" && data.value > step + 2);
    assert.is(await site.whereIs(first), "running");
    await site.host.interrupt(next);
    await site.host.interrupt(first);
    await ended(client, first);
  }),

  test("a job that waits is taken out, and never shows again", async (site) => {
    const client = await site.client(metadata);
    const first = await started(client);
    const next = await client.submit(short(newSeed()));
    await site.host.interrupt(next);
    assert.is(await site.whereIs(next), "nowhere");
    assert.is(await site.whereIs(first), "running");
    await site.host.interrupt(first);
    await ended(client, first);
    assert.equal(await site.host.history(next), {});
    assert.not(client.heard.some(({ data }) => data.prompt_id === next));
  }),

  test("a socket that comes back in mid-run is told which node runs, and then the rest", async (site) => {
    const client = await site.client(metadata);
    const id = await started(client);
    const again = await site.client(metadata, client.id);
    await again.until(({ type, data }) => type === "executing" && data.node === "3");
    await again.until(({ type, data }) => type === "progress" && data.prompt_id === id);
    await site.host.interrupt(id);
    await ended(again, id);
  }),

  test("jobs: in_progress, pending, completed, failed and cancelled, each under its id", async (site) => {
    const client = await site.client(metadata);
    const done = await client.run(short(newSeed()));
    const failed = await client.run(turbo({ "3": { model: 5, seed: newSeed() } }));
    const runs = await started(client);
    const waits = await client.submit(short(newSeed()));
    const states = async (ids: string[]) =>
      await Promise.all(ids.map(async (id) => (await jobOf(site, id)).status));
    const ids = [done.id, failed.id, runs, waits];
    assert.equal(await states(ids), ["completed", "failed", "in_progress", "pending"]);
    const { jobs, pagination } = await site.json("/api/jobs");
    const listed = Object.fromEntries(jobs.map((job: any) => [job.id, job.status]));
    assert.equal(ids.map((id) => listed[id]), await states(ids));
    assert.is(pagination.total, jobs.length);
    const pending = (await site.json("/api/jobs?status=pending")).jobs.map((job: any) => job.id);
    assert.ok(pending.includes(waits) && !pending.includes(runs));
    const one = await jobOf(site, done.id);
    assert.equal(one.outputs, done.entry.outputs);
    assert.ok(one.execution_end_time >= one.execution_start_time);
    await site.host.interrupt(waits);
    await site.host.interrupt(runs);
    await ended(client, runs);
    assert.is((await jobOf(site, runs)).status, "cancelled");
    assert.is((await jobOf(site, waits)).code, 404);
  }),

  test("the public client: jobs with their states and places in the queue", async (site) => {
    const client = await site.client(metadata);
    const done = await client.run(short(newSeed()));
    const runs = await started(client);
    const waits = [await client.submit(short(newSeed())), await client.submit(short(newSeed()))];
    const jobs = new Map((await site.host.jobs()).map((job) => [job.id, job]));
    assert.equal(jobs.get(done.id), { id: done.id, state: "completed", position: null });
    assert.equal(jobs.get(runs), { id: runs, state: "running", position: 0 });
    assert.equal(waits.map((id) => jobs.get(id)!.state), ["pending", "pending"]);
    assert.is(await site.host.position(runs), 0);
    const [first, second] = [
      await site.host.position(waits[0]),
      await site.host.position(waits[1]),
    ];
    assert.ok(first! >= 1 && second! > first!, `${first}, ${second}`);
    assert.is(await site.host.position(done.id), null);
    for (const id of [...waits, runs]) await site.host.interrupt(id);
    await ended(client, runs);
    const cancelled = (await site.host.jobs()).find(({ id }) => id === runs)!;
    assert.is(cancelled.state, "cancelled");
  }),

  test("free drops the cache: the same graph runs again", async (site) => {
    const graph = short(newSeed());
    const first = await site.run(graph);
    await site.host.free({ models: true, memory: true });
    // The cache is dropped by another thread, which says nothing when it is done.
    await new Promise((done) => setTimeout(done, 200));
    const second = await site.run(graph);
    const cached = second.messages.find(({ type }) => type === "execution_cached")!;
    assert.equal(cached.data.nodes, []);
    assert.equal(await site.pixels(second), await site.pixels(first));
  }),
];
