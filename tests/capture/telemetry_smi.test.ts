// nvidia-smi on this computer, with a FAKE program of this name that replays an H100's real readings.
import { performance } from "node:perf_hooks";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openTelemetry } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { FakeGpuTools, recorded } from "./fake_gpu_tools.ts";

const fakes = new FakeGpuTools();
test.before.each(() => {
  fakes.smi("ok");
  fakes.ssh("ok");
});
test.after(() => fakes.clean());

const nobody = {} as Host;
const H100 = "cuda:0 NVIDIA H100 80GB HBM3 : cudaMallocAsync";
const host = (url: string, name = H100, type = "cuda") =>
  ({
    url,
    systemStats: () => Promise.resolve({ system: {}, devices: [{ name, type, index: 0 }] }),
    call: () => Promise.reject(Object.assign(new Error("404"), { code: "http", status: 404 })),
  }) as unknown as Host;

test("nvidia-smi: the readings of the recording, at their times, and the program is gone after close", async () => {
  const before = performance.now();
  const t = await openTelemetry(nobody, "nvidia-smi", { hz: 20 });
  await sleep(400);
  const during = fakes.runs();
  await t.close();
  const after = performance.now();
  assert.is(t.source, "nvidia-smi");
  assert.is(t.word, "");
  assert.is(during, true);
  assert.is(fakes.runs(), false);
  const samples = t.samples();
  assert.ok(samples.length >= 4, `${samples.length} samples`);
  const real = recorded(samples.length);
  samples.forEach((s, i) => {
    assert.is(s.gpu, 0);
    assert.is(s.temperature_c, Number(real[i].temperature_c));
    assert.is(s.memory_temperature_c, Number(real[i].memory_temperature_c));
    assert.is(s.power_w, Number(real[i].power_w));
    assert.is(s.sm_clock_mhz, Number(real[i].sm_clock_mhz));
    assert.is(s.memory_used_mib, Number(real[i].memory_used_mib));
    assert.is(s.throttle_bits, Number(real[i].throttle_bits));
    assert.equal([s.power_limit_w, s.memory_total_mib], [700, 81559]);
    assert.ok(s.t >= before - 5 && s.t <= after, `${before} <= ${s.t} <= ${after}`);
    if (i > 0) assert.ok(s.t > samples[i - 1].t);
  });
  const [, second, third] = samples;
  assert.equal(t.samples(second.t, third.t), [second, third]);
  assert.equal(t.samples(second.t + 0.001, third.t - 0.001), []);
});

test("the rate asked for reaches the program", async () => {
  const t = await openTelemetry(nobody, "nvidia-smi");
  await t.close();
  assert.match(fakes.asked()[0], /--format=csv,noheader,nounits -lms 200$/);
});

test("an old driver: fields it does not know are renamed or left out, and it is said", async () => {
  fakes.smi("old");
  const t = await openTelemetry(nobody, "nvidia-smi", { hz: 20 });
  await sleep(100);
  await t.close();
  const [sample] = t.samples();
  assert.is(sample.throttle_bits, Number(recorded(1)[0].throttle_bits));
  assert.is(sample.memory_temperature_c, null);
  assert.is(sample.temperature_c, Number(recorded(1)[0].temperature_c));
  assert.is(t.word, "The driver is too old to tell memory_temperature_c.");
  assert.is(fakes.asked().length, 3);
  assert.match(fakes.asked()[2], /clocks_throttle_reasons\.active/);
});

test("two GPUs; [N/A] and [Not Supported] are null", async () => {
  fakes.smi("two");
  const t = await openTelemetry(nobody, "nvidia-smi", { hz: 20 });
  await sleep(200);
  await t.close();
  const gpus = [...new Set(t.samples().map((s) => s.gpu))];
  assert.equal(gpus.sort(), [0, 1]);
  const [s] = t.samples();
  assert.equal([s.memory_temperature_c, s.power_limit_w], [null, null]);
  assert.ok(s.power_w! > 0);
});

test("no nvidia-smi, no driver, no GPU, or one that hangs: none, with the reason", async () => {
  const cases: ["driver" | "devices" | "hang" | null, RegExp][] = [
    ["driver", /cannot reach NVIDIA's driver/],
    ["devices", /finds no GPU on this computer/],
    ["hang", /gave no reading within 0.3 s/],
    [null, /no nvidia-smi on the PATH of this computer/],
  ];
  for (const [mode, word] of cases) {
    fakes.smi(mode);
    const t = await openTelemetry(nobody, "nvidia-smi", { patience: 300 });
    assert.is(t.source, "none", String(mode));
    assert.match(t.word, word);
    assert.equal(t.samples(), []);
    await t.close();
    if (mode === "hang") assert.is(fakes.runs(), false);
  }
});

test("a program that dies in the middle: its samples stay, and the word says so", async () => {
  fakes.smi("dies");
  const t = await openTelemetry(nobody, "nvidia-smi", { hz: 20 });
  assert.is(t.word, "");
  for (let i = 0; t.live && i < 100; i++) await sleep(20);
  assert.is(t.live, false);
  assert.is(t.samples().length, 4);
  assert.match(
    t.word,
    /^After 0\.\d s no more came: the GPU of this computer is lost to its driver/,
  );
  await t.close();
});

test("and it is started again after a while", async () => {
  fakes.smi("dies");
  const t = await openTelemetry(nobody, "nvidia-smi", { hz: 20, again: 100 });
  for (let i = 0; t.live && i < 100; i++) await sleep(20);
  fakes.smi("ok");
  for (let i = 0; !t.live && i < 100; i++) await sleep(20);
  assert.is(t.live, true);
  assert.ok(t.samples().length > 4);
  assert.match(t.word, /no more came: .* It came back [\d.]+ s later\.$/);
  await t.close();
  assert.is(fakes.runs(), false);
  // Closed while it waits: nothing is started any more.
  fakes.smi("dies");
  const short = await openTelemetry(nobody, "nvidia-smi", { hz: 20, again: 50 });
  for (let i = 0; short.live && i < 100; i++) await sleep(5);
  await short.close();
  const starts = fakes.asked().length;
  await sleep(150);
  assert.is(fakes.asked().length, starts);
});

test("an AbortSignal ends it, before and during", async () => {
  const early = await openTelemetry(nobody, "nvidia-smi", { signal: AbortSignal.abort() });
  assert.is(early.source, "none");
  const stop = new AbortController();
  const t = await openTelemetry(nobody, "nvidia-smi", { hz: 20, signal: stop.signal });
  stop.abort();
  await t.close();
  assert.is(fakes.runs(), false);
  assert.ok(t.samples().length >= 1);
});

test("auto: nvidia-smi for a GPU of this computer; none for a CPU, for elsewhere, and behind a tunnel", async () => {
  const here = await openTelemetry(host("http://127.0.0.1:8188"), "auto", { hz: 20 });
  await here.close();
  assert.is(here.source, "nvidia-smi");
  const cases: [Host, RegExp][] = [
    [host("http://127.0.0.1:8188", "cpu", "cpu"), /computes on a CPU/],
    [host("http://gpu.example.org:8188"), /not on this computer.*comfyui-kgen/],
    [
      host("http://localhost:8188", "cuda:0 NVIDIA A100-SXM4-80GB : native"),
      /host is NVIDIA A100-SXM4-80GB, and this computer has NVIDIA H100 80GB HBM3.*tunnel/,
    ],
  ];
  for (const [h, word] of cases) {
    const t = await openTelemetry(h, "auto", { hz: 20 });
    assert.is(t.source, "none");
    assert.match(t.word, word);
  }
  assert.is(fakes.runs(), false);
});

// Without bash the fakes do not run.
if (process.platform !== "win32") test.run();
