// Works of the checks in lanes: the order of results, how many run at once, and what an end leaves unstarted.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { inLanes } from "../../lib/cli/test_lanes.ts";

const later = <T>(value: T, ms: number) =>
  new Promise<T>((done) => setTimeout(() => done(value), ms));

test("two run at a time, and results keep the order of the works", async () => {
  let now = 0, most = 0;
  const works = [30, 5, 1, 10].map((ms) => async () => {
    most = Math.max(most, ++now);
    await later(0, ms);
    now--;
    return ms;
  });
  const { signal } = new AbortController();
  assert.equal(await Promise.all(inLanes(works, 2, signal)), [30, 5, 1, 10]);
  assert.is(most, 2);
});

test("one lane takes one work after the other", async () => {
  const began: number[] = [], ended: number[] = [];
  const works = [0, 1, 2].map((i) => async () => {
    began.push(i);
    assert.is(ended.length, i);
    await later(0, 3 - i);
    ended.push(i);
  });
  await Promise.all(inLanes(works, 1, new AbortController().signal));
  assert.equal(began, [0, 1, 2]);
});

test("a work that fails holds up no other", async () => {
  const works = [() => Promise.reject(new Error("broken")), () => later("fine", 1)];
  const results = await Promise.allSettled(inLanes(works, 1, new AbortController().signal));
  assert.equal(results.map(({ status }) => status), ["rejected", "fulfilled"]);
});

test("nothing starts after the signal", async () => {
  const stop = new AbortController();
  const started: number[] = [];
  const works = [0, 1, 2].map((i) => () => {
    started.push(i);
    if (i === 0) stop.abort(new Error("interrupted"));
    return later(i, 1);
  });
  const results = await Promise.allSettled(inLanes(works, 1, stop.signal));
  assert.equal(started, [0]);
  assert.equal(results.map(({ status }) => status), ["fulfilled", "rejected", "rejected"]);
});

test.run();
