// Works of the checks in lanes: the order of results, how many run at once, and what an end leaves unstarted.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Outcome, runProgram } from "../../lib/cli/process.ts";
import { inLanes } from "../../lib/cli/test_lanes.ts";
import { onceMore } from "../../lib/cli/test_parts.ts";

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

test("a part that comes to no end is run once more, and only once", async () => {
  const end = { code: 0, output: "", seconds: 1 }, hang = { ...end, code: 1, late: true as const };
  const tries = async (...outcomes: Outcome[]) => {
    let n = 0;
    const last = await onceMore("a part", () => Promise.resolve(outcomes[n++]));
    return [n, last.code];
  };
  assert.equal(await tries(end), [1, 0]);
  assert.equal(await tries({ ...end, code: 1 }), [1, 1], "what fails is not run again");
  assert.equal(await tries(hang, end), [2, 0]);
  assert.equal(await tries(hang, hang, end), [2, 1]);
});

test("a program is ended at its limit, and that is told", async () => {
  const outcome = await runProgram("sleep", ["20"], { seconds: 0.2 });
  assert.equal([outcome.late, outcome.code === 0], [true, false]);
  assert.is((await runProgram("true", [], { seconds: 5 })).late, undefined);
});

test.run();
