// ./kgen doctor: what it says of hosts that are well, ill, locked or no ComfyUI; FAKE hosts, the embedded one, and
// the real ComfyUI at COMFY_URL where there is one.
import { createServer } from "node:http";
import { createServer as createTls } from "node:https";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { template, templates } from "@kgen/comfy";
import { hostFindings } from "../../lib/cli/doctor_host.ts";
import type { Finding } from "../../lib/cli/doctor_local.ts";
import { fakeHost, type FakeOptions } from "../capture/fake_kgen_host.ts";
import { kgen } from "./kgen.ts";

/** What the doctor finds of a host, by what was looked at. */
async function doctor(host: string, telemetry?: string) {
  const findings = await hostFindings(host, telemetry);
  return { of: new Map(findings.map((f) => [f.what, f])), findings };
}

async function onFake(o: FakeOptions, telemetry?: string) {
  const fake = await fakeHost(o);
  try {
    return await doctor(fake.url, telemetry);
  } finally {
    await fake.stop();
  }
}

/** Every node type of the templates; loaders have one file that no template names. */
function objectInfo(): Record<string, unknown> {
  const info: Record<string, unknown> = {};
  for (const name of templates()) {
    for (const { class_type } of Object.values(template(name).graph)) {
      info[class_type] = { input: { required: {} } };
    }
  }
  info.UNETLoader = { input: { required: { unet_name: [["other.safetensors"]] } } };
  return info;
}

test("a GPU host with the plugin: device, plugin, clock, telemetry with one sample, queue, models", async () => {
  const { of } = await onFake({
    objectInfo: objectInfo(),
    queue: [1, 2],
    ahead: 5000,
  });
  const found = (what: string, state: Finding["state"], words: RegExp) => {
    const f = of.get(what)!;
    assert.ok(f, `${what} is missing: ${[...of.keys()].join(", ")}`);
    assert.is(f.state, state, what);
    assert.match(`${f.found} ${f.advice ?? ""}`, words);
  };
  found("events", "ok", /^socket opens, feature flags answered in \d+ ms/);
  found("ComfyUI", "ok", /^0\.33\.0/);
  found("device", "ok", /NVIDIA H100 80GB HBM3.*79\.2 GB, 74\.5 GB free/);
  found("plugin comfyui-kgen", "ok", /version \d+\.\d+\.\d+, reads the GPU/);
  found("clock", "ok", /^(5\.0\d|4\.9\d) s ahead of ours, known within \d+\.\d\d ms/);
  found("telemetry", "ok", /^plugin: GPU 0 \d+ °C, [\d.]+ W.*throttled by/);
  found("previews", "ok", /name of their node/);
  found("queue", "advice", /1 job runs, 2 wait.*come back/);
  found("templates", "advice", /^0 of \d+ can run/);
  found(
    "model z_image_turbo_bf16.safetensors",
    "advice",
    /the host has other\.safetensors https:\/\/.*z_image_turbo_bf16\.safetensors .*diffusion_models/,
  );
});

test("a proxy that passes HTTP and refuses WebSocket: broken, and what it has to pass", async () => {
  const { of } = await onFake({ noSockets: true }, "none");
  assert.is(of.get("events")?.state, "broken");
  assert.match(of.get("events")!.advice!, /Upgrade/);
});

test("a template whose example picture is missing can run, with the user's own", async () => {
  const info = objectInfo();
  info.UNETLoader = info.LoraLoaderModelOnly = { input: { required: {} } };
  info.LoadImage = { input: { required: { image: [["mine.png"], { image_upload: true }] } } };
  info.LoadImageMask = { input: { required: { image: [["mine.png"], { image_upload: true }] } } };
  const { of } = await onFake({ objectInfo: info }, "none");
  const { state, found: words } = of.get("templates")!;
  assert.is(state, "ok", words);
  assert.match(words, /^(\d+) of \1 can run; .*img2img.* need your picture/);
});

test("an old ComfyUI, an old plugin, a plugin that sees no GPU: what to do about each", async () => {
  const old = await onFake({ comfyui: "0.3.40", pluginVersion: "0.9.0" });
  assert.match(old.of.get("ComfyUI")!.advice!, /older than 0\.33/);
  assert.match(
    old.of.get("plugin comfyui-kgen")!.advice!,
    /copy workflows\/comfyui-kgen there again/,
  );
  assert.match(old.of.get("node type KSampler")!.advice!, /update ComfyUI/);
  const blind = await onFake({ comfyui: "0.40.0", nvml: false }, "plugin");
  assert.match(blind.of.get("ComfyUI")!.advice!, /newer than 0\.33/);
  assert.match(blind.of.get("plugin comfyui-kgen")!.advice!, /no NVML library/);
  assert.is(blind.of.get("telemetry")!.found, "none");
  assert.match(blind.of.get("telemetry")!.advice!, /reads no GPU/);
});

test("no plugin: it says how to get it, and where telemetry would come from", async () => {
  const { of } = await onFake({ plugin: false });
  assert.match(of.get("plugin comfyui-kgen")!.advice!, /copy workflows\/comfyui-kgen into/);
  assert.match(of.get("clock")!.found, /until a job runs/);
  // The fake says that it has an H100; this computer has no nvidia-smi, or one with another card.
  assert.is(of.get("telemetry")!.state, "advice");
});

test("a host that cannot be used: one reason, one thing to do", async () => {
  const fake = await fakeHost({ status: 401 });
  const web = createServer((_, answer) => answer.end("<html>hello</html>")).listen(0, "127.0.0.1");
  const tls = (name: string) => readFileSync(new URL(`../comfy/tls/${name}.pem`, import.meta.url));
  const locked = createTls({ key: tls("key"), cert: tls("cert") }, (_, answer) => answer.end("{}"))
    .listen(0, "127.0.0.1");
  const at = (s: typeof web) => `127.0.0.1:${(s.address() as AddressInfo).port}`;
  await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    const cases: [string, RegExp][] = [
      ["http://127.0.0.1:1", /No answer from http:\/\/127\.0\.0\.1:1: connection refused/],
      [`http://me:secret@${at(web)}`, /answers, but not as ComfyUI does/],
      [fake.url, /HTTP 401.*KGEN_AUTH="bearer TOKEN"/s],
      [
        `https://${at(locked as unknown as typeof web)}`,
        /certificate is not trusted.*KGEN_CA=FILE/s,
      ],
      ["http://no-such-host.invalid:8188", /not known.*ssh -L 8188/s],
    ];
    for (const [url, words] of cases) {
      const { findings } = await doctor(url);
      const broken = findings.filter((f) => f.state === "broken");
      assert.is(broken.length, 1, url);
      const text = `${broken[0].what} ${broken[0].found} ${broken[0].advice ?? ""}`;
      assert.match(text, words);
      assert.not.match(text, /secret/);
    }
  } finally {
    await fake.stop();
    web.close();
    locked.close();
  }
});

test("the embedded host is well, and nothing is asked of its user", async () => {
  const { of } = await doctor("embedded");
  for (
    const what of [
      "host embedded",
      "events",
      "ComfyUI",
      "device",
      "templates",
      "telemetry",
      "queue",
    ]
  ) {
    assert.is(of.get(what)?.state, "ok", what);
  }
  assert.match(of.get("telemetry")!.found, /computes on a CPU/);
});

test("as a command: exit code 1 only when something is broken, text or JSON, this computer first", async () => {
  const dead = await kgen(["doctor", "--host", "http://127.0.0.1:1"]);
  assert.is(dead.code, 1);
  assert.match(dead.out, /^ok +Deno: .*\n(.*\n)*BROKEN +host http:\/\/127\.0\.0\.1:1: No answer/);
  const well = await kgen(["doctor", "--host", "embedded", "--telemetry", "none", "--json"]);
  assert.is(well.code, 0);
  const findings: Finding[] = JSON.parse(well.out);
  assert.is(
    findings.find((f) => f.what === "telemetry")!.found,
    "none: telemetry was not asked for",
  );
});

const COMFY = process.env.COMFY_URL;
if (COMFY) {
  test("the real ComfyUI", async () => {
    const { of } = await doctor(COMFY);
    assert.match(of.get("ComfyUI")!.found, /^\d+\.\d+/);
    for (const what of ["device", "templates", "plugin comfyui-kgen", "previews", "telemetry"]) {
      assert.ok(of.has(what), what);
    }
  });
}

test.run();
