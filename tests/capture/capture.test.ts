// Against a REPLAY of a recorded ComfyUI (tests/comfy/replay_host.ts), which can be made to fail.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { capture, type CaptureOptions, listRuns, openRun, type Run } from "@kgen/capture";
import {
  connect,
  ExecutionError,
  HostUnreachableError,
  InterruptedError,
  InvalidWorkflowError,
  template,
} from "@kgen/comfy";
import { type ReplayHost, type ReplayOptions, startReplay } from "../comfy/replay_host.ts";

const out = mkdtempSync(join(tmpdir(), "kgen-capture-"));
test.after(() => rmSync(out, { recursive: true }));

const turbo = () => template("zimage-turbo-speed-test");

/** One capture on a replay; the replay is stopped whatever happens. */
async function on(
  o: ReplayOptions,
  c: CaptureOptions = {},
  during: (host: ReplayHost) => void = () => {},
) {
  const replay = await startReplay(o);
  const folder = mkdtempSync(join(out, "case-"));
  try {
    const host = await connect(replay.url, { patience: 500 });
    during(replay);
    const run = await capture(host, turbo(), { out: folder, ...c }).catch((e) => e);
    return { run, error: run instanceof Error ? run as any : null, folder, replay };
  } finally {
    await replay.stop();
  }
}

const lines = (dir: string): any[] =>
  readFileSync(join(dir, "events.jsonl"), "utf8").trimEnd().split("\n").map((l) => JSON.parse(l));

test("without frames the previews still serve as the clock, and none is kept", async () => {
  const { run, replay } = await on({}, { frames: false });
  assert.is(run.status, "complete");
  assert.is(run.previewMethod, "latent2rgb");
  assert.is(
    replay.posts.find(([path]) => path === "/prompt")![1].extra_data.preview_method,
    "latent2rgb",
  );
  assert.equal(
    run.evaluations.map((e: any) => [e.step, e.frame]),
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, null]),
  );
  assert.equal(run.warnings, []);
  assert.equal(readdirSync(join(run.dir, "frames")).filter((name) => /^\d/.test(name)), []);
});

test("a run: folder, frames, events, times, provenance", async () => {
  const messages: string[] = [];
  const { run, folder, replay } = await on({ stepMs: 20 }, {
    seed: 7,
    prompt: "樱花",
    notes: ["hello"],
    onProgress: (p) => messages.push(`${p.phase} ${p.step}/${p.steps} ${p.nfe}`),
  }) as { run: Run; folder: string; replay: ReplayHost };
  assert.is(run.status, "complete");
  assert.match(run.id, /^\d{8}T\d{6}-turbo-7-[0-9a-f]{4}$/);
  assert.equal(readdirSync(folder), [run.id]);
  assert.equal(readdirSync(run.dir!).sort(), ["events.jsonl", "frames", "run.json"]);
  assert.equal(
    readdirSync(join(run.dir!, "frames")).sort(),
    [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `00${i}.jpg`).concat("final.png"),
  );
  assert.equal(
    [run.nfe, run.steps, run.seed, run.prompt, run.variant, run.start, run.final],
    [8, 8, 7, "樱花", "turbo", "cold", "frames/final.png"],
  );
  assert.equal(run.host, {
    url: replay.url,
    kind: "remote",
    comfyui: "0.33.0",
    python: "3.11.7",
    pytorch: null,
    os: "linux",
    device: "cuda:0 NVIDIA H100 80GB HBM3 : cudaMallocAsync",
    gpu: "NVIDIA H100 80GB HBM3",
    vramTotal: 85017493504,
  });
  assert.equal(run.notes[0], "hello");
  assert.match(run.notes[1], "one job");
  assert.equal(run.warnings, []);
  assert.is(run.workflow.graph["27"].inputs.text, "樱花");
  assert.equal([...new Set(run.phases.map((p) => p.phase))].sort(), [
    "decode",
    "encode",
    "load",
    "other",
    "sample",
    "save",
  ]);
  assert.ok(messages.includes("sample 3/8 3"));
  assert.match(messages.at(-1)!, "done 8/8 8");
  // What was sent: our id, previews asked for.
  const [, body] = replay.posts.find(([path]) => path === "/prompt")!;
  assert.is(body.extra_data.preview_method, "latent2rgb");
  assert.match(body.prompt_id, /^[0-9a-f-]{36}$/);
  // What is opened is what was captured.
  assert.equal(await openRun(run.dir!), run);
  assert.not("dir" in JSON.parse(readFileSync(join(run.dir!, "run.json"), "utf8")));
});

test("k can be worked out by hand from events.jsonl, and frames are the bytes that came", async () => {
  const { run } = await on({ stepMs: 15 }) as { run: Run };
  const events = lines(run.dir!);
  const steps = events.filter((e) =>
    e.type === "progress_state" && e.data.nodes["3"]?.state === "running" &&
    e.data.nodes["3"].value > 0
  );
  assert.equal(steps.map((e) => e.t), run.evaluations.map((e) => e.tJob));
  const k = (steps.length - 1) / (steps.at(-1)!.t - steps[0].t);
  const first = run.evaluations[0];
  const last = run.evaluations.at(-1)!;
  assert.ok(Math.abs(k - (last.nfe - first.nfe) / (last.t - first.t)) < 1e-3 * k);
  for (const e of events.filter((e) => e.type === "preview")) {
    const bytes = readFileSync(join(run.dir!, e.frame));
    assert.is(bytes.length, e.bytes);
    assert.is(createHash("sha256").update(bytes).digest("hex"), e.sha256);
  }
  // Each frame shows its own step: the replay fills them with the number of the step.
  run.evaluations.forEach((e) => assert.is(readFileSync(join(run.dir!, e.frame!))[100], e.step));
  // Everything received is there, from the first word of the host to its last.
  assert.equal(events.slice(0, 2).map((e) => e.type), ["status", "feature_flags"]);
  assert.ok(events[0].t < 0);
  assert.is(events.at(-1)!.data.node, null);
});

test("times are those of arrival", async () => {
  const { run, replay } = await on({ stepMs: 25 }) as { run: Run; replay: ReplayHost };
  const gaps = (t: number[]) => t.slice(1).map((v, i) => v - t[i]);
  const sent = gaps(replay.sent);
  gaps(run.evaluations.map((e) => e.tJob * 1000)).forEach((g, i) => {
    assert.ok(Math.abs(g - sent[i]) < 15, `step ${i + 2}: ${g} ms, sent after ${sent[i]} ms`);
  });
});

test("the embedded host gets its own files and size, and the Run says so", async () => {
  const files = { unet: "nano_turbo", clip: "nano-words", vae: "nano-pixels" };
  const { run, replay } = await on({ system: { kgen_embedded: "0.1.0" }, files });
  assert.is(run.host.kind, "embedded");
  assert.is(run.adapted.length, 5);
  assert.ok(run.adapted.includes("28.unet_name: z_image_turbo_bf16.safetensors -> nano_turbo"));
  assert.equal([run.width, run.model, run.variant], [96, "nano_turbo", "turbo"]);
  assert.match(run.notes[0], "stands in for Z-Image");
  const [, body] = replay.posts.find(([path]) => path === "/prompt")!;
  assert.is(body.prompt["13"].inputs.width, 96);
});

test("a seed that is not given is new each time, and recorded", async () => {
  const a = await on({});
  const b = await on({});
  assert.is.not(a.run.seed, b.run.seed);
  assert.is(a.run.workflow.graph["3"].inputs.seed, a.run.seed);
  assert.match(a.run.id, String(a.run.seed));
  const fixed = await on({}, { set: { "3.seed": 11 } });
  assert.is(fixed.run.seed, 11);
});

test("a missing file is refused before anything is queued or written", async () => {
  const { error, replay, folder } = await on({ files: { vae: "other.safetensors" } });
  assert.instance(error, InvalidWorkflowError);
  assert.match(error.message, "node 29 (VAELoader), input vae_name");
  assert.match(error.message, "other.safetensors");
  assert.equal(replay.posts, []);
  assert.equal(readdirSync(folder), []);
});

test("a prompt that the host refuses leaves nothing behind", async () => {
  const { error, folder } = await on({
    answers: {
      "/prompt": (_, response) => {
        response.writeHead(400);
        response.end(JSON.stringify({ error: { message: "no" }, node_errors: {} }));
      },
    },
  });
  assert.instance(error, InvalidWorkflowError);
  assert.equal(readdirSync(folder), []);
});

test("a host that has gone since is said", async () => {
  const replay = await startReplay();
  const host = await connect(replay.url);
  await replay.stop();
  const error = await capture(host, turbo(), { out }).catch((e) => e);
  assert.instance(error, HostUnreachableError);
});

// In the transcript of the stock graph, step 1 is message 25 and each step has three messages.
const stepAt = (step: number) => 25 + 3 * (step - 1);

test("the socket is cut in mid-run: the picture is fetched, the Run is partial", async () => {
  const { run, folder } = await on({ cutAt: stepAt(4) });
  assert.is(run.status, "partial");
  assert.equal(run.evaluations.map((e: any) => e.step), [1, 2, 3]);
  assert.ok(run.evaluations.every((e: any) => e.frame));
  assert.is(run.final, "frames/final.png");
  assert.ok(run.warnings.some((w: string) => w.includes("evaluations are incomplete")));
  assert.equal(readdirSync(folder), [`${run.id}.partial`]);
  const opened = await openRun(join(folder, `${run.id}.partial`));
  assert.equal([opened.status, opened.nfe], ["partial", 3]);
});

test("the socket is cut at every message: no evaluation that arrived is lost, nothing hangs", async () => {
  for (let cutAt = 0; cutAt < 62; cutAt += 5) {
    const { run } = await on({ cutAt, stepMs: 0 });
    const arrived = Math.max(0, Math.min(8, Math.floor((cutAt - 1 - 25) / 3) + 1));
    assert.is(run.evaluations.length, arrived, `cut at ${cutAt}`);
    assert.is(run.status, arrived === 8 ? "complete" : "partial", `cut at ${cutAt}`);
    assert.is(run.final, "frames/final.png");
  }
});

test("cut after the sampling: all evaluations are there, the end is taken from the host's clock", async () => {
  const { run } = await on({ cutAt: 53, stepMs: 10 });
  assert.is(run.status, "complete");
  assert.is(run.nfe, 8);
  assert.ok(run.times.success >= run.times.lastEval);
  assert.ok(run.warnings.some((w: string) => w.includes("host's own clock")));
});

test("a socket that falls silent: /history is asked", async () => {
  const { run } = await on({ silentFrom: stepAt(3) }, { quiet: 100 });
  assert.is(run.status, "partial");
  assert.is(run.nfe, 2);
  assert.ok(run.warnings[0].includes("fell silent"));
});

test("the host dies in mid-run: an error, and what was recorded stays", async () => {
  const { error, folder } = await on({ dieAt: stepAt(3) });
  assert.instance(error, HostUnreachableError);
  assert.match(error.message, "went away while the job ran, after step 2");
  assert.is(error.run.status, "failed");
  const [name] = readdirSync(folder);
  assert.match(name, /\.partial$/);
  const opened = await openRun(join(folder, name));
  assert.equal([opened.status, opened.nfe, opened.error?.code], ["failed", 2, "unreachable"]);
});

test("stopped by its signal: the host is told, the partial folder stays", async () => {
  const stop = new AbortController();
  const { error, folder, replay } = await on({ waitAt: stepAt(4) }, {
    signal: stop.signal,
    onProgress: (p) => p.step === 3 && stop.abort(),
  });
  assert.instance(error, InterruptedError);
  const id = replay.posts.find(([path]) => path === "/prompt")![1].prompt_id;
  assert.equal(replay.posts.find(([path]) => path === "/interrupt")![1], { prompt_id: id });
  const opened = await openRun(join(folder, readdirSync(folder)[0]));
  assert.equal([opened.status, opened.nfe], ["interrupted", 3]);
  assert.is(opened.evaluations.filter((e) => e.frame).length, 3);
});

test("stopped before it began: nothing is queued, nothing is written", async () => {
  const { error, folder, replay } = await on({}, { signal: AbortSignal.abort() });
  assert.instance(error, InterruptedError);
  assert.equal(replay.posts, []);
  assert.equal(readdirSync(folder), []);
});

test("interrupted by somebody else", async () => {
  const { error } = await on({ waitAt: stepAt(2) }, {}, (replay) => {
    const timer = setInterval(async () => {
      const posted = replay.posts.find(([path]) => path === "/prompt");
      if (!posted) return;
      clearInterval(timer);
      const body = JSON.stringify({ prompt_id: posted[1].prompt_id });
      await (await fetch(`${replay.url}/interrupt`, { method: "POST", body })).body?.cancel();
    }, 20);
  });
  assert.instance(error, InterruptedError);
  assert.match(error.message, "Somebody interrupted");
  assert.is(error.run.status, "interrupted");
});

test("an execution error names the node", async () => {
  const { error, folder } = await on({ scenario: "execution-error-in-sampler" });
  assert.instance(error, ExecutionError);
  assert.match(error.message, "Node 3 (KSampler) failed");
  assert.match(error.message, "TypeError");
  const opened = await openRun(join(folder, readdirSync(folder)[0]));
  assert.equal([opened.status, opened.error?.node], ["failed", "3"]);
});

test("a cached result: no evaluation, and a warning that says use a new seed", async () => {
  const { run } = await on({ scenario: "cache-hit", prompt: "p2" });
  assert.equal([run.status, run.nfe, run.start], ["complete", 0, "warm"]);
  assert.ok(run.warnings.some((w: string) => w.includes("new seed")));
  assert.is(run.phases.filter((p: any) => p.cached).length, 10);
});

test("previews in the old form find the same steps", async () => {
  const { run } = await on({ scenario: "turbo-previews-plain" });
  assert.equal(
    run.evaluations.map((e: any) => e.frame),
    [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `frames/00${i}.jpg`),
  );
});

test("without previews there are no frames, and no complaint about them", async () => {
  const { run, replay } = await on({ scenario: "turbo-no-previews" }, { previewMethod: "none" });
  assert.is(replay.posts[0][1].extra_data.preview_method, "none");
  assert.is(run.status, "complete");
  assert.ok(run.evaluations.every((e: any) => e.frame === null));
  assert.ok(!run.warnings.some((w: string) => w.includes("no frame")));
});

test("a picture that cannot be fetched: the evaluations stay, the Run is partial", async () => {
  const { run } = await on({
    answers: {
      "/view": (_, response) => {
        response.writeHead(500);
        response.end();
      },
    },
  });
  assert.equal([run.status, run.nfe, run.final], ["partial", 8, null]);
  assert.ok(run.warnings.some((w: string) => w.includes("could not be fetched")));
});

test("a batch: every picture is kept, under our own names", async () => {
  const { run } = await on({ scenario: "batch-of-two" });
  const names = readdirSync(join(run.dir, "frames")).filter((n) => n.startsWith("final"));
  assert.equal(names.sort(), ["final-002.png", "final.png"]);
});

test("a history that comes late is waited for", async () => {
  const { run } = await on({ historyDelay: 150 });
  assert.is(run.status, "complete");
});

test("a host whose socket says success and whose history says error has failed", async () => {
  const { error } = await on({
    scenario: "execution-error-in-sampler",
    edit: (messages) =>
      messages.map(([type, data]) =>
        type === "execution_error" ? ["execution_success", { prompt_id: "<p1>" }] : [type, data]
      ),
  });
  assert.instance(error, ExecutionError);
});

test("two captures at once, in one folder", async () => {
  const replays = [await startReplay({ stepMs: 10 }), await startReplay({ stepMs: 10 })];
  const folder = mkdtempSync(join(out, "case-"));
  const runs = await Promise.all(
    replays.map(async (r) => capture(await connect(r.url), turbo(), { out: folder, seed: 1 })),
  );
  for (const r of replays) await r.stop();
  assert.is.not(runs[0].id, runs[1].id);
  const listed = await listRuns(folder);
  assert.equal(listed.map((r) => r.id).sort(), runs.map((r) => r.id).sort());
  assert.equal(listed.unreadable, []);
});

test("a name is used as it is, and never twice", async () => {
  const replay = await startReplay();
  const host = await connect(replay.url);
  const folder = mkdtempSync(join(out, "case-"));
  const first = await capture(host, turbo(), { out: folder, name: "first-run" });
  assert.is(first.dir, join(folder, "first-run"));
  const again = await capture(host, turbo(), { out: folder, name: "first-run" }).catch((e) => e);
  assert.match(again.message, "already");
  mkdirSync(join(folder, "second.partial"));
  const half = await capture(host, turbo(), { out: folder, name: "second" }).catch((e) => e);
  assert.instance(half, RangeError);
  const bad = await capture(host, turbo(), { out: folder, name: "../x" }).catch((e) => e);
  assert.instance(bad, RangeError);
  await replay.stop();
  assert.equal(readdirSync(folder).sort(), ["first-run", "second.partial"]);
  assert.not(existsSync(join(folder, "..", "x.partial")));
});

test("a progress callback that fails does not harm the run", async () => {
  const { run } = await on({}, {
    onProgress: () => {
      throw new Error("no terminal");
    },
  });
  assert.is(run.status, "complete");
  assert.ok(run.warnings.some((w: string) => w.includes("no terminal")));
});

test.run();
