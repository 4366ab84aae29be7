// The same capture on the embedded host and, where COMFY_URL names one, on a real ComfyUI. Steps are
// few, and on the real host the model files are whichever it has: nothing here is about pictures.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { capture, type CaptureOptions, openRun } from "@kgen/capture";
import { connect, type Host, InterruptedError, InvalidWorkflowError, template } from "@kgen/comfy";
import { startHost } from "@kgen/nano";

const out = mkdtempSync(join(tmpdir(), "kgen-hosts-"));
const nano = await startHost();
const hosts: [string, Host][] = [["embedded", await connect(nano.url)]];
if (process.env.COMFY_URL) hosts.push(["COMFY_URL", await connect(process.env.COMFY_URL)]);
else console.log("skipped: capture on a real ComfyUI (set COMFY_URL to the address of one)");
test.after(async () => {
  await nano.stop();
  rmSync(out, { recursive: true });
});

/** Model files that the host has: the last of each list (the first may be broken on purpose). */
async function fitting(host: Host): Promise<CaptureOptions> {
  if (host.kind === "embedded") return { out };
  const inputs = { UNETLoader: "unet_name", CLIPLoader: "clip_name", VAELoader: "vae_name" };
  const models: Record<string, string> = {};
  for (const [classType, input] of Object.entries(inputs)) {
    const info = await host.objectInfo(classType);
    const files: string[] = info[classType].input.required[input][0];
    models[classType] = files.filter((f) => f.endsWith(".safetensors")).at(-1)!;
  }
  return { out, models, width: 256, height: 256, way: "previews" };
}

for (const [name, host] of hosts) {
  const turbo = () => template("zimage-turbo-speed-test");

  test(`${name}: every evaluation has time and frame, and k follows from events.jsonl`, async () => {
    const run = await capture(host, turbo(), {
      ...await fitting(host),
      prompt: "red apple",
      steps: 4,
    });
    assert.is(run.status, "complete");
    assert.equal(run.warnings, []);
    assert.equal(run.evaluations.map((e) => [e.step, e.nfe]), [[1, 1], [2, 2], [3, 3], [4, 4]]);
    assert.ok(run.evaluations.every((e) => e.frame !== null && e.sigma !== null));
    const { sampler, firstEval, lastEval, success, started } = run.times;
    const order = [started!, sampler!, firstEval!, lastEval!, success!];
    assert.equal(order, [...order].sort((a, b) => a - b));
    const steps = readFileSync(join(run.dir!, "events.jsonl"), "utf8").trimEnd().split("\n")
      .map((line) => JSON.parse(line))
      .filter((e) => e.type === "progress_state" && e.data.nodes["3"]?.state === "running")
      .filter((e) => e.data.nodes["3"].value > 0);
    assert.equal(steps.map((e) => e.t), run.evaluations.map((e) => e.tJob));
    assert.equal(await openRun(run.dir!), run);
  });

  test(`${name}: guidance counts twice a step`, async () => {
    const base = template("zimage-base-quality-benchmark");
    const run = await capture(host, base, {
      ...await fitting(host),
      prompt: "red apple",
      steps: 3,
    });
    assert.equal(run.evaluations.map((e) => e.nfe), [2, 4, 6]);
    assert.is(run.variant, "base");
  });

  test(`${name}: the same seed again is cached, and says so`, async () => {
    const o = { ...await fitting(host), prompt: "red apple", steps: 2, seed: 20260101 };
    await capture(host, turbo(), o);
    const run = await capture(host, turbo(), o);
    assert.equal([run.status, run.nfe, run.start], ["complete", 0, "warm"]);
    assert.ok(run.warnings.some((w) => w.includes("new seed")));
  });

  test(`${name}: stopped in mid-run, and nothing is left in its queue`, async () => {
    const stop = new AbortController();
    const error = await capture(host, turbo(), {
      ...await fitting(host),
      steps: 200,
      signal: stop.signal,
      onProgress: (p) => p.step === 2 && stop.abort(),
    }).catch((e) => e);
    assert.instance(error, InterruptedError);
    assert.is(error.run.status, "interrupted");
    assert.ok(error.run.nfe >= 2);
    const queue = await host.queue();
    assert.equal([queue.queue_running, queue.queue_pending], [[], []]);
  });

  test(`${name}: a value it refuses names node and input`, async () => {
    const o = { ...await fitting(host), set: { "3.denoise": 5 } };
    const error = await capture(host, turbo(), o).catch((e) => e);
    assert.instance(error, InvalidWorkflowError);
    assert.equal([error.problems[0].node, error.problems[0].input], ["3", "denoise"]);
  });
}

test("embedded: a size that nano cannot make is refused with the size it can", async () => {
  const o = { out, width: 1024 };
  const error = await capture(hosts[0][1], template("zimage-turbo-speed-test"), o).catch((e) => e);
  assert.instance(error, InvalidWorkflowError);
  assert.match(error.message, "input width");
  assert.match(error.message, "96");
});

test.run();
