// Events wait in order for their one reader, and none is left lying.
import { Buffer } from "node:buffer";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { HostEvent } from "@kgen/comfy";
import { EventQueue } from "../../lib/comfy/event_queue.ts";

const message = (t: number) => ({
  t,
  data: Buffer.from(JSON.stringify({ type: "status", data: { t } })),
  binary: false,
});

async function readAll(queue: EventQueue, each: (e: HostEvent) => void = () => {}) {
  const read: HostEvent[] = [];
  for await (const e of queue) {
    read.push(e);
    each(e);
  }
  return read;
}

test("what came before the reader is read first, each with the time of its receipt; closed is last", async () => {
  const queue = new EventQueue(() => {});
  queue.push(message(1));
  queue.push(message(2));
  queue.say({ kind: "reconnected", gap_ms: 5 });
  queue.end(1000, "over");
  queue.end(1001, "over again");
  const read = await readAll(queue);
  assert.equal(read.map((e) => e.kind), ["message", "message", "reconnected", "closed"]);
  assert.equal(read.slice(0, 2).map((e) => e.t), [1, 2]);
});

test("what comes while the reader is at work does not wait for a later event", async () => {
  const queue = new EventQueue(() => {});
  queue.push(message(1));
  const read = await readAll(queue, (e) => {
    if (e.t !== 1) return;
    queue.push(message(2));
    queue.end(1000, "over");
  });
  assert.is(read.length, 3);
});

test("bytes count what waits, and the reader says when it takes them", async () => {
  let taken = 0;
  const queue = new EventQueue(() => taken++);
  queue.push(message(1));
  assert.is(queue.bytes, message(1).data.length);
  queue.end(1000, "over");
  await readAll(queue);
  assert.is(queue.bytes, 0);
  assert.ok(taken > 0);
});

test("a reader that waits is woken", async () => {
  const queue = new EventQueue(() => {});
  const reading = readAll(queue);
  await new Promise((resolve) => setTimeout(resolve, 5));
  queue.push(message(1));
  await new Promise((resolve) => setTimeout(resolve, 5));
  queue.end(1000, "over");
  assert.is((await reading).length, 2);
});

test.run();
