// A temperature sweep on a SYNTHETIC card (synthetic.ts): no figure here is a measurement.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  exportDataset,
  makePlan,
  SweepError,
  SweepFolder,
  sweepTemperature,
  type TemperatureRun,
} from "@kgen/sweep";
import { syntheticCapture, SyntheticGpu, syntheticHost, type ThermalModel } from "./synthetic.ts";

const root = mkdtempSync(join(tmpdir(), "kgen-heat-"));
test.after(() => rmSync(root, { recursive: true }));
let folders = 0;

const model: ThermalModel = { idle: 40, loaded: 76, tau: 25 };
const plan = () =>
  makePlan({ name: "temperature", workflow: "zimage-turbo-speed-test", repeats: 1, group: "heat" });

function setUp(o: Partial<TemperatureRun> & { gpu?: SyntheticGpu; dir?: string } = {}) {
  const gpu = o.gpu ?? new SyntheticGpu(model);
  const folder = new SweepFolder(o.dir ?? join(root, String(++folders)));
  const release = folder.take();
  folder.keepPlan(plan());
  const options: TemperatureRun = {
    telemetry: gpu,
    now: gpu.now,
    pause: (ms) => Promise.resolve(gpu.advance(ms, false)),
    capture: syntheticCapture({ gpu }),
    perBin: 3,
    width: 4,
    ...o,
  };
  const run = async () => {
    try {
      return await sweepTemperature(syntheticHost, plan(), folder, options);
    } finally {
      release();
    }
  };
  return { gpu, folder, run };
}

test("every bin from idle to the plateau is filled, and each run stands in the bin of its own temperature", async () => {
  const { folder, run, gpu } = setUp();
  const phases = new Set<string>();
  const result = await run();
  assert.is(result.ending, "all bins full");
  assert.ok(result.bins.every((b) => b.count >= 3), JSON.stringify(result.bins));
  assert.ok(result.bins[0].bin <= 44 && result.bins.at(-1)!.bin >= 68, JSON.stringify(result.bins));
  assert.is(result.failed, 0);
  const records = folder.records();
  assert.is(records.length, result.runs);
  assert.is(folder.warmUps().length, 2);
  for (const r of records) {
    phases.add(String(r.extra?.phase));
    if (r.extra?.phase === "bin") {
      assert.is(Math.floor(Number(r.extra.t_bin_c) / 4) * 4, r.extra.target_bin_c);
    }
  }
  assert.ok(phases.has("ramp") && phases.has("bin"));
  // Idling and load follow each other: low bins are not all measured before the high ones.
  const bins = records.sort((a, b) => a.order - b.order).map((r) => Number(r.extra?.t_bin_c));
  const half = bins.slice(bins.length / 2);
  assert.ok(Math.max(...half) - Math.min(...half) > 8, "the second half covers a range too");
  assert.ok(gpu.celsius < 85);
  const { rows } = await exportDataset(folder.dir);
  assert.is(rows.runs, result.runs + 2);
  assert.is(rows.telemetry > 0, true);
});

test("max minutes, max runs and the limit end it", async () => {
  const minutes = await setUp({ maxMinutes: 1 }).run();
  assert.is(minutes.ending, "max minutes");
  const runs = await setUp({ maxRuns: 5 }).run();
  assert.equal([runs.ending, runs.runs], ["max runs", 5]);
  const { gpu, folder, run } = setUp({ limit: 60 });
  const limited = await run();
  assert.is(limited.ending, "all bins full");
  assert.ok(limited.bins.at(-1)!.bin < 60);
  assert.ok(folder.records().every((r) => Number(r.extra?.t_bin_c) < 60), "no load at the limit");
  assert.ok(gpu.celsius < 65);
  const hot = new SyntheticGpu(model, 120);
  assert.is((await setUp({ gpu: hot }).run()).ending, "temperature limit");
});

test("a bin below what idling reaches and one above what load reaches are given up, the rest is filled", async () => {
  const result = await setUp({ from: 30, to: 90, limit: 120, maxMinutes: 600 }).run();
  assert.is(result.ending, "no more bin can be reached");
  const givenUp = result.bins.filter((b) => b.givenUp).map((b) => b.bin);
  assert.ok(givenUp.includes(28) && givenUp.includes(88), JSON.stringify(result.bins));
  assert.ok(result.bins.filter((b) => b.bin >= 44 && b.bin <= 68).every((b) => b.count >= 3));
});

test("a second rung covers the same range as the first, though it begins hot", async () => {
  const dir = join(root, "rungs");
  const gpu = new SyntheticGpu(model);
  const first = await setUp({ dir, gpu, setting: "power limit 700 W" }).run();
  const second = await setUp({ dir, gpu, setting: "power limit 400 W" }).run();
  assert.is(second.bins[0].bin, first.bins[0].bin);
  assert.ok(second.bins.every((b) => b.count >= 3 || b.givenUp), JSON.stringify(second.bins));
  const changes = new SweepFolder(dir).records().map((r) => r.cell.change);
  assert.equal([...new Set(changes)].sort(), ["power limit 400 W", "power limit 700 W"]);
});

test("interrupted, it goes on where it was and repeats no run", async () => {
  const dir = join(root, "again");
  const stop = new AbortController();
  const gpu = new SyntheticGpu(model);
  let n = 0;
  const capture = syntheticCapture({ gpu, before: () => void (++n === 9 && stop.abort()) });
  const first = await setUp({ dir, gpu, capture, signal: stop.signal }).run();
  assert.is(first.ending, "interrupted");
  const kept = new SweepFolder(dir).records().map((r) => r.id);
  assert.ok(kept.length >= 6);
  const second = await setUp({ dir, gpu }).run();
  assert.is(second.ending, "all bins full");
  const all = new SweepFolder(dir).records();
  assert.is(all.length, kept.length + second.runs);
  assert.is(new Set(all.map((r) => r.run)).size, all.length);
  assert.is(new Set(all.map((r) => r.cell.seed)).size, all.length, "a seed twice would be cached");
});

test("runs of another host do not fill this one's bins", async () => {
  const dir = join(root, "hosts");
  const gpu = new SyntheticGpu(model);
  const first = await setUp({ dir, gpu, maxRuns: 12 }).run();
  assert.is(first.runs, 12);
  const folder = new SweepFolder(dir);
  for (const r of folder.records()) folder.commit({ ...r, url: "http://other" });
  const second = await setUp({ dir, gpu }).run();
  const here = folder.records().filter((r) => r.url === "http://synthetic");
  assert.is(second.bins.reduce((n, b) => n + b.count, 0), here.length);
  assert.is(new Set(folder.records().map((r) => r.id)).size, 12 + here.length);
  const idled = here.map((r) => Number(r.extra?.idle_before_s)).filter((s) => s > 1);
  assert.ok(idled.length > 0, "idling is recorded");
});

test("it refuses without the temperature of a GPU and says what to do", async () => {
  const none = { source: "none", word: "this host has no GPU", samples: () => [] };
  const refused = async (o: Partial<TemperatureRun>, host = syntheticHost) => {
    const folder = new SweepFolder(join(root, String(++folders)));
    const error = await sweepTemperature(host, plan(), folder, { telemetry: none, ...o })
      .catch((e) => e);
    assert.instance(error, SweepError);
    assert.is(error.code, "no_temperature");
    return error.message;
  };
  assert.match(await refused({}), /this host has no GPU.*--telemetry/);
  const embedded = { ...syntheticHost, kind: "embedded" } as typeof syntheticHost;
  assert.match(
    await refused({ telemetry: new SyntheticGpu(model) }, embedded),
    /CPU is no substitute/,
  );
  const mute = new SyntheticGpu(model);
  mute.samples = () => [];
  assert.match(await refused({ telemetry: mute, now: mute.now }), /sends none/);
});

test("telemetry that falls silent ends it, and what was measured is kept", async () => {
  const gpu = new SyntheticGpu(model);
  let n = 0;
  const capture = syntheticCapture({ gpu, before: () => void (++n === 8 && (gpu.talks = false)) });
  const { folder, run } = setUp({ gpu, capture });
  const result = await run();
  assert.is(result.ending, "telemetry fell silent");
  assert.ok(folder.records().length >= 5);
});

test("three failed runs in a row end it", async () => {
  const gpu = new SyntheticGpu(model);
  const capture = syntheticCapture({
    gpu,
    before: () => {
      throw new Error("broken");
    },
  });
  const error = await setUp({ gpu, capture }).run().catch((e) => e);
  assert.match(error.message, /Three runs in a row failed: broken/);
});

test.run();
