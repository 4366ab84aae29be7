import { performance } from "node:perf_hooks";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { clockByPings, MessageClock } from "../../lib/capture/host_clock.ts";

const origin = performance.timeOrigin;

test("the shortest round trip before and after counts; half of it is the uncertainty", () => {
  const before = [{ at: 0, roundTrip: 9, offset: 900 }, { at: 10, roundTrip: 2, offset: 1000 }];
  const after = [{ at: 1010, roundTrip: 4, offset: 1001 }, { at: 1020, roundTrip: 50, offset: 0 }];
  const { offset, toClient } = clockByPings(before, after, 110)!;
  assert.equal(offset, { offset_s: 1.0001, uncertainty_s: 0.002, method: "ping", drift: 0.001 });
  // At client time 510 the host is 1000.5 ms ahead.
  assert.ok(Math.abs(toClient(1e6 * (origin + 510 + 1000.5)) - 510) < 0.01);
});

test("one round trip gives no drift, none gives no clock", () => {
  assert.is(clockByPings([], [{ at: 5, roundTrip: 1, offset: 7 }], 0)!.offset.drift, null);
  assert.is(clockByPings([], [], 0), null);
});

test("messages: stamped before they are received, and execution_start after submission", () => {
  const clock = new MessageClock(1000);
  assert.is(clock.clock, null);
  const host = 5000; // ms ahead
  const told = (type: string, sent: number, received: number) =>
    clock.push({
      t: received,
      kind: "message",
      type,
      data: { timestamp: Math.floor(origin + sent + host) },
    });
  told("execution_start", 1004, 1010);
  told("execution_cached", 1006, 1008);
  told("execution_success", 2000, 2001);
  clock.push({ t: 1, kind: "message", type: "progress", data: { timestamp: 0 } }); // says nothing
  const { offset, toClient } = clock.clock!;
  assert.is(offset.method, "messages");
  assert.ok(Math.abs(1000 * offset.offset_s - host) <= 1000 * offset.uncertainty_s);
  assert.ok(offset.uncertainty_s < 0.005);
  assert.ok(Math.abs(toClient(1e6 * (origin + 1500 + host)) - 1500) < 5);
});

test.run();
