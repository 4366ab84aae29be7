// The tables: telemetry.csv, the summary and the join. Held to the derived columns of data/h100, which were
// computed by another program from the same recording.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { csvParse } from "d3-dsv";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  decodeThrottle,
  parseTelemetryCsv,
  readTelemetry,
  RunFormatError,
  summariseTelemetry,
  Telemetry,
  telemetryAt,
  telemetryCsv,
  type TelemetrySample,
} from "@kgen/capture";

const out = mkdtempSync(join(tmpdir(), "kgen-telemetry-"));
test.after(() => rmSync(out, { recursive: true }));

const data = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../data/h100/${name}.csv`, import.meta.url)), "utf8");

const rows = (name: string) => csvParse(data(name)) as Record<string, string>[];

/** The recording of a session as samples; t in ms on the clock of `runs`. */
function recording(session: string): TelemetrySample[] {
  return rows("telemetry").filter((r) => r.session === session).map((r) => ({
    t: 1000 * Number(r.t_s),
    gpu: 0,
    temperature_c: Number(r.temperature_c),
    memory_temperature_c: Number(r.memory_temperature_c),
    power_w: Number(r.power_w),
    power_limit_w: 700,
    sm_clock_mhz: Number(r.sm_clock_mhz),
    memory_clock_mhz: Number(r.memory_clock_mhz),
    utilization_percent: Number(r.utilization_percent),
    memory_used_mib: Number(r.memory_used_mib),
    memory_total_mib: 81559,
    throttle_bits: Number(r.throttle_bits),
  }));
}

test("all bits of NVML's list, none, not told, and one that is not on it", () => {
  assert.equal(decodeThrottle(0x1ff), [
    "gpu idle",
    "applications clocks setting",
    "software power cap",
    "hardware slowdown",
    "sync boost",
    "software thermal slowdown",
    "hardware thermal slowdown",
    "hardware power brake slowdown",
    "display clock setting",
  ]);
  assert.equal(decodeThrottle(0), []);
  assert.equal(decodeThrottle(null), []);
  assert.equal(decodeThrottle(2 ** 40 + 8), ["hardware slowdown", "unknown 0x10000000000"]);
  for (const r of rows("telemetry")) {
    assert.is(decodeThrottle(Number(r.throttle_bits)).join("; ") || "none", r.throttle);
  }
});

test("the summary gives the derived columns of the 217 runs on the H100", () => {
  const near = (found: number | null, wanted: string, within: number, what: string) => {
    if (wanted === "") return assert.is(found, null, what);
    assert.ok(Math.abs(found! - Number(wanted)) <= within, `${what}: ${found}, not ${wanted}`);
  };
  const sessions: Record<string, TelemetrySample[]> = { 1: recording("1"), 2: recording("2") };
  let compared = 0;
  for (const r of rows("runs")) {
    const s = summariseTelemetry(sessions[r.session], {
      t0: 1000 * Number(r.t_s),
      firstEval: r.first_eval_s === "" ? null : Number(r.first_eval_s),
      lastEval: r.last_eval_s === "" ? null : Number(r.last_eval_s),
      end: Number(r.job_s),
    });
    near(s.t_before_c, r.t_before_c, 0.0011, `${r.run} t_before_c`);
    near(s.t_during_c, r.t_during_c, 0.0011, `${r.run} t_during_c`);
    near(s.power_w, r.power_w, 0.006, `${r.run} power_w`);
    near(s.sm_clock_mhz, r.sm_clock_mhz, 0.06, `${r.run} sm_clock_mhz`);
    near(s.max_memory_mib, r.memory_used_mib, 0, `${r.run} max_memory_mib`);
    assert.is(s.throttle.join("; ") || "none", r.throttle, r.run);
    assert.is(s.samples, Number(r.samples_before) + Number(r.samples_during), r.run);
    assert.ok(s.hz > 3.5 && s.hz < 4.2, `${r.run} ${s.hz} Hz`);
    compared++;
  }
  assert.is(compared, 217);
});

test("nothing known gives nulls; of two GPUs the busy one is meant", () => {
  const blank = summariseTelemetry([], { t0: 0, firstEval: 1, lastEval: 2, end: 3 });
  assert.equal(Object.values(blank).filter((v) => v === null).length, 6);
  const busy = recording("1").filter((s) => s.t > 15_000 && s.t < 16_500);
  const lazy = busy.map((s) => ({ ...s, gpu: 1, utilization_percent: 0, temperature_c: 99 }));
  const both = [...lazy, ...busy].sort((a, b) => a.t - b.t);
  const o = { t0: 15_000, firstEval: null, lastEval: null, end: null };
  assert.is(summariseTelemetry(both, o).gpu, 0);
  assert.is(summariseTelemetry(both, { ...o, gpu: 1 }).t_during_c, 99);
});

test("telemetry.csv: written and read again it is the same; columns named as in data/h100", () => {
  const samples = recording("1").slice(0, 50);
  samples[3].memory_temperature_c = null;
  samples[4].throttle_bits = null;
  const text = telemetryCsv(samples, samples[10].t);
  const back = parseTelemetryCsv(text);
  assert.is(back.length, 50);
  assert.equal([back[10].t_s, back[3].memory_temperature_c, back[4].throttle], [0, null, ""]);
  assert.is(back[0].throttle, "gpu idle");
  back.forEach((r, i) => assert.is(r.power_w, samples[i].power_w));
  const names = text.split("\n")[0].split(",");
  const theirs = data("telemetry").split("\n")[0].split(",").filter((n) => n !== "session");
  assert.equal(theirs.filter((n) => !names.includes(n)), []);
});

test("a Run's telemetry: read, absent, missing, cut short, and never outside its folder", async () => {
  const samples = recording("1").slice(0, 5);
  writeFileSync(join(out, "telemetry.csv"), telemetryCsv(samples, 0));
  const run = { dir: out, telemetry: { file: "telemetry.csv" } };
  assert.is((await readTelemetry(run)).length, 5);
  assert.equal(await readTelemetry({ dir: out, telemetry: null }), []);
  const fails = (r: Parameters<typeof readTelemetry>[0], words: RegExp) =>
    readTelemetry(r).then(() => assert.unreachable(String(words)), (e) => {
      assert.instance(e, RunFormatError);
      assert.match(e.message, words);
    });
  await fails({ dir: out, telemetry: { file: "other.csv" } }, /other\.csv.*cannot be read/);
  await fails(
    { dir: join(out, "deep"), telemetry: { file: "../telemetry.csv" } },
    /cannot be read/,
  );
  writeFileSync(join(out, "cut.csv"), telemetryCsv(samples, 0).slice(0, -40));
  await fails({ dir: out, telemetry: { file: "cut.csv" } }, /cut\.csv: line 6: .*cut short/);
  writeFileSync(join(out, "word.csv"), "t_s,gpu,power_w\n1,0,warm\n");
  await fails({ dir: out, telemetry: { file: "word.csv" } }, /line 2: power_w is "warm"/);
  writeFileSync(join(out, "head.csv"), "time\n1\n");
  await fails({ dir: out, telemetry: { file: "head.csv" } }, /lacks the column t_s, gpu/);
});

test("the join takes the nearest earlier sample and says how old it is; none when all are stale", async () => {
  const steps = rows("evaluations").filter((r) => r.run === "s1-010");
  const origin = 1000 * Number(rows("runs").find((r) => r.run === "s1-010")!.t_s);
  const samples = recording("1").filter((s) => s.t > origin - 2000 && s.t < origin + 3000);
  writeFileSync(join(out, "telemetry.csv"), telemetryCsv(samples, origin));
  const evaluations = steps.map((r) => ({
    step: Number(r.step),
    nfe: Number(r.nfe),
    tJob: Number(r.t_job_s),
  }));
  const run = { id: "s1-010", dir: out, evaluations, telemetry: { file: "telemetry.csv" } };
  const table = await telemetryAt(run);
  assert.is(table.length, 8);
  for (const r of table) {
    assert.ok(r.age_s! >= 0 && r.age_s! < 0.27, `age ${r.age_s}`);
    const at = origin + 1000 * (r.t_job_s - r.age_s!);
    const own = samples.find((s) => Math.abs(s.t - at) < 0.01)!;
    assert.is(r.temperature_c, own.temperature_c);
    assert.is(r.throttle, decodeThrottle(own.throttle_bits).join("; ") || "none");
    assert.not.ok(samples.some((s) => s.t > own.t + 0.01 && s.t <= origin + 1000 * r.t_job_s));
  }
  const late = await telemetryAt({ ...run, evaluations: [{ step: 1, nfe: 1, tJob: 60 }] });
  assert.equal([late[0].age_s, late[0].power_w, late[0].throttle], [null, null, ""]);
  const none = await telemetryAt({ ...run, telemetry: null });
  assert.equal(none.map((r) => r.age_s), Array(8).fill(null));
});

test("samples that come late are put in their place; an end is said once and keeps them", async () => {
  const t = new Telemetry({ source: "nvidia-smi" });
  const [a, b, c] = recording("1");
  for (const s of [a, c, b]) t.push(s);
  assert.equal(t.samples(), [a, b, c]);
  assert.equal(t.samples(b.t, b.t), [b]);
  t.end("It was unplugged.");
  t.end("It was unplugged.");
  assert.equal([t.live, t.word, t.samples().length], [false, "It was unplugged.", 3]);
  await t.close();
});

test.run();
