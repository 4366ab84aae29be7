// The plugin's events, from a FAKE host that speaks the plugin's routes and replays an H100's real readings.
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openTelemetry, pluginInfo } from "@kgen/capture";
import { connect } from "@kgen/comfy";
import { recorded } from "./fake_gpu_tools.ts";
import { fakeHost, type FakeOptions } from "./fake_kgen_host.ts";

async function on(
  o: FakeOptions,
  f: (fake: Awaited<ReturnType<typeof fakeHost>>) => Promise<void>,
) {
  const fake = await fakeHost(o);
  try {
    await f(fake);
  } finally {
    await fake.stop();
  }
}

test("auto takes the plugin; samples lie on our clock though the host's is an hour ahead", async () => {
  await on({ ahead: 3_600_000 }, async (fake) => {
    const before = performance.now();
    const t = await openTelemetry(await connect(fake.url), "auto", { hz: 50 });
    await sleep(300);
    await t.close();
    const after = performance.now();
    assert.equal([t.source, t.word], ["plugin", ""]);
    const samples = t.samples();
    assert.ok(samples.length >= 8, String(samples.length));
    const real = recorded(samples.length);
    samples.forEach((s, i) => {
      assert.is(s.power_w, Number(real[i].power_w));
      assert.equal([s.memory_temperature_c, s.utilization_percent], [null, null]);
      assert.ok(s.t >= before && s.t <= after, `${before} <= ${s.t} <= ${after}`);
    });
    assert.is(fake.asked[0].hz, 50);
    await sleep(50);
    assert.is(fake.sockets.size, 0, "the socket is closed");
  });
});

test("a socket that is cut: the client connects anew and asks again; nothing that came is lost", async () => {
  await on({}, async (fake) => {
    const t = await openTelemetry(await connect(fake.url), "plugin", { hz: 50 });
    await sleep(100);
    const had = t.samples().length;
    fake.cut();
    for (let i = 0; i < 150 && !(fake.asked.length > 1 && t.samples().length > had + 3); i++) {
      await sleep(20);
    }
    assert.is(fake.asked.length, 2);
    assert.is(fake.asked[0].client_id, fake.asked[1].client_id);
    assert.ok(t.samples().length > had + 3);
    assert.is(t.live, true);
    await t.close();
  });
});

test("a host that dies: its samples stay, and close() does not wait for its return", async () => {
  const fake = await fakeHost();
  const t = await openTelemetry(await connect(fake.url), "plugin", { hz: 50 });
  await sleep(100);
  await fake.stop();
  await sleep(100);
  const began = performance.now();
  await t.close();
  assert.ok(performance.now() - began < 1500);
  assert.ok(t.samples().length >= 2);
});

test("no plugin, no NVML, a CPU, silence, and a host that is gone: none, with the reason", async () => {
  const cases: [FakeOptions, string, RegExp][] = [
    [{ plugin: false }, "plugin", /plugin gave no telemetry|does not have the plugin/],
    [{ nvml: false }, "plugin", /reads no GPU \(no NVML library\)/],
    [{ device: "cpu" }, "auto", /computes on a CPU/],
    [{ mute: true }, "plugin", /sent no reading/],
  ];
  for (const [o, choice, word] of cases) {
    await on(o, async (fake) => {
      const t = await openTelemetry(await connect(fake.url), choice, { hz: 50, patience: 200 });
      assert.is(t.source, "none", JSON.stringify(o));
      assert.match(t.word, word);
      await sleep(30);
      assert.is(fake.sockets.size, 0);
    });
  }
  const fake = await fakeHost();
  const host = await connect(fake.url);
  await fake.stop();
  const t = await openTelemetry(host, "auto");
  assert.is(t.source, "none");
  assert.match(t.word, /did not say what it has: No answer from/);
});

test("what the host says of its plugin", async () => {
  await on({}, async (fake) => {
    const info = await pluginInfo(await connect(fake.url));
    assert.equal(info, { plugin: "comfyui-kgen", version: "1.0.1", nvml: true, word: "" });
  });
  await on({ plugin: false }, async (fake) => {
    assert.is(await pluginInfo(await connect(fake.url)), null);
  });
});

test.run();
