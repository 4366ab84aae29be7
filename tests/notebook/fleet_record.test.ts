// While notebooks are published, a fleet's sweep is carried out once, and its results are shown again.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openFleet } from "@kgen/notebook";
import { type SweepEvent, sweepStatus } from "@kgen/sweep";

const to = mkdtempSync(join(tmpdir(), "kgen-fleet-record-"));
const plan = { workflow: "zimage-turbo-speed-test", repeats: 2, grid: { steps: [1] } };

async function night(names: string[], file: object = plan) {
  const fleet = await openFleet(names);
  const events: SweepEvent[] = [];
  try {
    const data = await fleet.run(file, { onEvent: (e) => events.push(e) });
    const { done, failed, total } = events.at(-1)!;
    const rates = (await data.rates()).map((r) => [r.url, r.k_sampling, r.finished]);
    return {
      dir: fleet.dir,
      rates,
      end: [done, failed, total],
      status: await sweepStatus(fleet.dir),
    };
  } finally {
    await fleet.close();
  }
}

test("without records every sweep is a new one", async () => {
  delete process.env.KGEN_RECORDS;
  const [a, b] = [await night(["A"]), await night(["A"])];
  assert.is.not(a.dir, b.dir);
  assert.not.equal(a.rates, b.rates);
});

test("with records the same plan on the same hosts gives the same numbers, another is carried out", async () => {
  process.env.KGEN_RECORDS = JSON.stringify({ from: [], to, models: "m" });
  const first = await night(["A"]), again = await night(["A"]);
  assert.equal(again, first);
  assert.equal(again.end, [2, 0, 2], "a bar ends where it would have");
  assert.is.not((await night(["B"])).dir, first.dir);
  assert.is.not((await night(["A"], { ...plan, seed: 5 })).dir, first.dir);
  process.env.KGEN_RECORDS = JSON.stringify({ from: [], to, models: "other" });
  assert.is.not((await night(["A"])).dir, first.dir);
  assert.is(readdirSync(join(to, "fleets")).length, 4, "nothing half made is left");
});

test.after(() => {
  delete process.env.KGEN_RECORDS;
  rmSync(to, { recursive: true });
});
test.run();
