// What follows an attempt at a cell, by what went wrong and how often.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Consequence } from "@kgen/sweep";
import { afterAttempt, pauseBefore } from "../../lib/sweep/retry.ts";

const after = (consequence: Consequence, attempts: number) =>
  afterAttempt({ consequence, code: "", message: "" }, attempts);

test("success and the cell's own fault are recorded at once", () => {
  assert.is(afterAttempt(null, 1), "record");
  assert.is(after("failed", 1), "record");
});

test("chance and the host get three attempts", () => {
  assert.equal([1, 2, 3].map((n) => after("again", n)), ["pause", "pause", "record"]);
  assert.equal([0, 2, 3].map((n) => after("host", n)), ["await host", "await host", "record"]);
});

test("what nothing can mend stops the sweep, at the last attempt too", () => {
  assert.equal([1, 3].map((n) => after("stop", n)), ["stop", "stop"]);
});

test("pauses double", () => assert.equal([1, 2].map(pauseBefore), [2000, 4000]));

test.run();
