import { test } from "uvu";
import * as assert from "uvu/assert";
import { inspect } from "node:util";
import { stepsLine } from "@kgen/kinetics";
import { dataset } from "@kgen/tables";
import { failure } from "./failure.ts";

const runs = dataset("h100/runs").filter((r) => r.group === "steps");

test("H100, 24 runs of 1 to 32 steps: 0.142 ± 0.003 s an evaluation, 0.52 ± 0.05 s overhead", () => {
  const line = stepsLine(runs.map((r) => ({ nfe: r.nfe, seconds: r.job_s, run: r.run })));
  assert.is(line.n, 24);
  assert.equal([line.perNfe.value, line.perNfe.se].map((v) => v.toFixed(3)), ["0.142", "0.003"]);
  assert.equal([line.overhead.value, line.overhead.se].map((v) => v.toFixed(2)), ["0.52", "0.05"]);
  assert.is(line.rate.value.toFixed(2), "7.04");
  assert.is(line.points[0].run, runs[0].run);
  assert.is(line.line[0].nfe, 0);
  assert.is(line.line[100].nfe, 32);
  assert.ok(line.line[50].lo < line.line[50].seconds && line.line[50].seconds < line.line[50].hi);
  assert.is(inspect(line), String(line));
  assert.match(String(line), /an evaluation {2}0\.1421 ± 0\.0032 s/);
});

test("H100, to success instead of the last message: 0.135 ± 0.001 s", () => {
  const line = stepsLine(runs.map((r) => ({ nfe: r.nfe, seconds: r.success_s })));
  assert.equal([line.perNfe.value, line.perNfe.se].map((v) => v.toFixed(4)), ["0.1346", "0.0014"]);
});

test("Runs pass as they are; errors can be robust", () => {
  const whole = [4, 8, 16, 20].map((nfe, i) => ({
    id: `r${i}`,
    nfe,
    evaluations: [],
    times: { submitted: 0, success: 0.5 + 0.1 * nfe + 0.001 * (i % 2) },
  }));
  const line = stepsLine(whole);
  assert.is(line.perNfe.value.toFixed(3), "0.100");
  assert.is(line.points[3].run, "r3");
  assert.match(stepsLine(whole, { errors: "HC3" }).errors, /HC3/);
});

test("bad jobs say which and why", () => {
  const bad = { id: "r9", nfe: 4, evaluations: [], times: { success: null } };
  assert.match(failure(() => stepsLine([bad])).message, /Run r9: its time is NaN/);
  assert.is(failure(() => stepsLine([{ nfe: 0, seconds: 1 }])).problem, "no evaluations");
  assert.throws(() => stepsLine([8, 8, 8].map((nfe) => ({ nfe, seconds: 1 }))), /NFE/);
  const falling = stepsLine(
    [1, 2, 3, 4].map((nfe) => ({ nfe, seconds: 5 - nfe + 0.01 * nfe * nfe })),
  );
  assert.match(falling.notes[0], /slope may be 0/);
});

test("a negative overhead is held against the line only when its interval leaves out 0", () => {
  const scattered = [[4, 0.6], [4, 0.9], [8, 1.0], [8, 1.6], [16, 2.5], [16, 3.2]];
  const notes = stepsLine(scattered.map(([nfe, seconds]) => ({ nfe, seconds }))).notes;
  assert.equal(notes, [
    "The overhead came out negative, but its interval holds 0: these jobs do not tell it.",
  ]);
  const bent = [2, 4, 8, 12, 16].map((nfe) => ({ nfe, seconds: nfe - 1 + 0.01 * (nfe % 3) }));
  assert.match(stepsLine(bent).notes[0], /and its interval too: time is not a line/);
});

test.run();
