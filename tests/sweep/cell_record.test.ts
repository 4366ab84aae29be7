// What is recorded of a cell that has ended.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Run } from "@kgen/capture";
import { makePlan } from "@kgen/sweep";
import { recordOf } from "../../lib/sweep/cell_record.ts";
import { runName } from "../../lib/sweep/run_cell.ts";

const [cell] = makePlan({ workflow: "zimage-turbo-speed-test", repeats: 1 }).cells;
const here = { session: 3, order: 7, url: "http://synthetic" };
const runIn = (name: string) => ({ dir: `/some/where/${name}` }) as Run;

test("an adopted Run keeps the session and the place in its name; any other has those of now", () => {
  const run = runIn(runName(2, 41, cell));
  const course = { attempts: 1, seconds: 0 };
  const adopted = recordOf(cell, run, null, { ...course, adopted: true }, here);
  assert.equal([adopted.session, adopted.order], [2, 41]);
  assert.is(adopted.run, runName(2, 41, cell));
  const made = recordOf(cell, run, null, course, here);
  assert.equal([made.session, made.order], [3, 7]);
  const named = recordOf(cell, runIn("by-hand"), null, { ...course, adopted: true }, here);
  assert.equal([named.session, named.order], [3, 7], "a name that says nothing");
});

test("a fault makes it failed, with the reason and without what to do about it", () => {
  const fault = { consequence: "failed", code: "out_of_memory", message: "no" } as const;
  const extra = (run: Run | null) => ({ had_run: String(run !== null) });
  const r = recordOf(cell, null, fault, { attempts: 2, seconds: 1, warmUp: true, extra }, here);
  assert.equal([r.status, r.run, r.attempts, r.warmUp], ["failed", null, 2, true]);
  assert.equal(r.reason, { code: "out_of_memory", message: "no" });
  assert.equal(r.extra, { had_run: "false" });
});

test.run();
