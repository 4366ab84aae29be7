import { test } from "uvu";
import * as assert from "uvu/assert";
import { Recorder } from "@kgen/capture";
import { type HostEvent, patch, settings, template, type Workflow } from "@kgen/comfy";

const turbo = (set: Record<string, unknown> = {}) =>
  patch(template("zimage-turbo-speed-test"), { set });

function recorder(w: Workflow): Recorder {
  return new Recorder(w.graph, "p", settings(w), 1000);
}

const state = (
  t: number,
  node: string,
  value: number,
  max: number,
  state = "running",
): HostEvent => ({
  t,
  kind: "message",
  type: "progress_state",
  data: { prompt_id: "p", nodes: { [node]: { value, max, state } } },
});
const message = (t: number, type: string, data: Record<string, any>): HostEvent => ({
  t,
  kind: "message",
  type,
  data: { prompt_id: "p", ...data },
});
const preview = (t: number, node?: string, prompt = "p"): HostEvent => ({
  t,
  kind: "preview",
  mime: "image/jpeg",
  bytes: new Uint8Array([1]),
  ...(node ? { meta: { node_id: node, prompt_id: prompt } } : {}),
});

test("a step is timed by progress_state, not by the preview or progress after it", () => {
  const r = recorder(turbo({ "3.steps": 2 }));
  r.push(state(1100, "3", 0, 1));
  r.push(state(1350, "3", 1, 2));
  r.push(preview(1380, "3"));
  r.push(message(1390, "progress", { node: "3", value: 1, max: 2 }));
  r.push(state(1600, "3", 2, 2));
  const file = r.push(preview(1640, "3"));
  assert.is(file!.frame, "frames/002.jpg");
  assert.equal(r.evaluations, [
    { step: 1, evals: 1, nfe: 1, t: 0.25, tJob: 0.35, sigma: 1, frame: "frames/001.jpg" },
    { step: 2, evals: 1, nfe: 2, t: 0.5, tJob: 0.6, sigma: 0.75, frame: "frames/002.jpg" },
  ]);
  assert.equal([r.times.sampler, r.times.firstEval, r.times.lastEval], [0.1, 0.35, 0.6]);
});

test("previews without metadata, which come after progress, find the same steps", () => {
  const r = recorder(turbo({ "3.steps": 2 }));
  r.push(state(1100, "3", 0, 1));
  for (const i of [1, 2]) {
    r.push(state(1100 + i * 100, "3", i, 2));
    r.push(message(1110 + i * 100, "progress", { node: "3", value: i, max: 2 }));
    assert.is(r.push(preview(1120 + i * 100))!.frame, `frames/00${i}.jpg`);
  }
});

test("a second preview of one step does not take the place of the first", () => {
  const r = recorder(turbo());
  r.push(state(1000, "3", 0, 1));
  r.push(state(1100, "3", 1, 8));
  assert.is(r.push(preview(1110, "3"))!.frame, "frames/001.jpg");
  assert.is(r.push(preview(1120, "3")), null);
});

test("heun with guidance: evaluations at the report, not at the end of the step", () => {
  const r = recorder(turbo({ "3.steps": 3, "3.sampler_name": "heun", "3.cfg": 4 }));
  r.push(state(1100, "3", 0, 1));
  for (const i of [1, 2, 3]) r.push(state(1100 + 100 * i, "3", i, 3));
  assert.equal(r.evaluations.map((e) => e.nfe), [2, 6, 10]);
  assert.equal(r.evaluations.map((e) => e.evals), [4, 4, 2]);
  assert.is(r.nfe, 10);
});

test("what belongs to other jobs and nodes is not counted", () => {
  const r = recorder(turbo());
  r.push({ ...state(1100, "3", 5, 8), data: { prompt_id: "other", nodes: {} } } as HostEvent);
  r.push(state(1150, "8", 3, 8)); // a decoder that shows progress
  r.push(preview(1160, "3"));
  r.push(state(1200, "3", 0, 1));
  r.push(state(1300, "3", 1, 8));
  r.push(preview(1310, "3", "other"));
  r.push(preview(1320, "8"));
  assert.equal(r.evaluations.map((e) => [e.step, e.frame]), [[1, null]]);
  r.conclude("latent2rgb");
  assert.ok(r.warnings.some((w) => w.includes("3 previews belong to no step")));
});

test("steps that are not reported are said, and NFE stays right", () => {
  const r = recorder(turbo());
  r.push(state(1000, "3", 0, 1));
  for (const i of [1, 4, 8]) r.push(state(1000 + i * 10, "3", i, 8));
  assert.equal(r.evaluations.map((e) => [e.step, e.nfe]), [[1, 1], [4, 4], [8, 8]]);
  r.conclude("none");
  assert.match(r.warnings[0], "step 2, 3, 5, 6, 7");
  assert.match(r.warnings[0], "100 ms");
});

test("the same state sent twice is one evaluation", () => {
  const r = recorder(turbo());
  for (const t of [1, 2, 3]) r.push(state(1000 + t, "3", 1, 8));
  assert.is(r.evaluations.length, 1);
});

test("a host without progress_state is timed by progress, with a warning", () => {
  const r = recorder(turbo({ "3.steps": 2 }));
  r.push(message(1100, "executing", { node: "3" }));
  for (const i of [1, 2]) {
    r.push(message(1100 + 100 * i, "progress", { node: "3", value: i, max: 2 }));
    r.push(preview(1110 + 100 * i));
  }
  r.conclude("latent2rgb");
  assert.equal(r.evaluations.map((e) => [e.t, e.frame]), [[0.1, "frames/001.jpg"], [
    0.2,
    "frames/002.jpg",
  ]]);
  assert.match(r.warnings[0], "timed by progress");
});

test("two samplers in one graph: steps and NFE go on, sigma is known for the first", () => {
  const w = turbo({ "3.steps": 2 });
  w.graph["4"] = structuredClone(w.graph["3"]);
  Object.assign(w.graph["4"].inputs, { latent_image: ["3", 0], cfg: 4, steps: 2 });
  const r = recorder(w);
  for (const [node, i] of [["3", 0], ["3", 1], ["3", 2], ["4", 0], ["4", 1], ["4", 2]] as const) {
    r.push(state(1000, node, i, 2));
  }
  assert.equal(r.evaluations.map((e) => [e.step, e.nfe]), [[1, 1], [2, 2], [3, 4], [4, 6]]);
  assert.equal(r.evaluations.map((e) => e.sigma), [1, 0.75, null, null]);
});

test("SamplerCustomAdvanced: sampler and guidance come from its own nodes", () => {
  const w: Workflow = {
    name: "custom",
    graph: {
      "1": { class_type: "KSamplerSelect", inputs: { sampler_name: "heun" } },
      "2": { class_type: "CFGGuider", inputs: { cfg: 3 } },
      "5": { class_type: "SamplerCustomAdvanced", inputs: { sampler: ["1", 0], guider: ["2", 0] } },
    },
  };
  const r = recorder(w);
  for (const i of [0, 1, 2, 3]) r.push(state(1000 + i, "5", i, 3));
  assert.equal(r.evaluations.map((e) => e.nfe), [2, 6, 10]);
  r.conclude("none");
  assert.equal(r.warnings, []);
});

test("phases: seconds between running and finished, cached ones with 0", () => {
  const r = recorder(turbo());
  r.push(message(1000, "execution_cached", { nodes: ["29", "30"] }));
  r.push(state(1010, "28", 0, 1));
  r.push(message(1011, "executing", { node: "28" }));
  r.push(state(1510, "28", 1, 1, "finished"));
  r.push(state(1520, "3", 0, 1));
  r.push(state(1600, "3", 8, 8, "finished"));
  assert.equal(r.phases(), [
    { phase: "load", node: "29", classType: "VAELoader", seconds: 0, cached: true },
    { phase: "load", node: "30", classType: "CLIPLoader", seconds: 0, cached: true },
    { phase: "load", node: "28", classType: "UNETLoader", seconds: 0.5, cached: false },
    { phase: "sample", node: "3", classType: "KSampler", seconds: 0.08, cached: false },
  ]);
});

test("only our own executing null ends the job", () => {
  const r = recorder(turbo());
  r.push(message(1000, "executing", { node: null, prompt_id: "other" }));
  r.push({ t: 1001, kind: "message", type: "executing", data: { node: null } });
  assert.is(r.done, false);
  r.push(message(1002, "executing", { node: null }));
  assert.is(r.done, true);
});

test("a picture of SaveImageWebsocket is not taken for a preview, with metadata or without", () => {
  for (const meta of [true, false]) {
    const w = turbo({ "3.steps": 1 });
    w.graph["9"] = { class_type: "SaveImageWebsocket", inputs: { images: ["8", 0] } };
    const r = recorder(w);
    r.push(message(1050, "executing", { node: "3" }));
    r.push(state(1100, "3", 0, 1));
    r.push(state(1350, "3", 1, 1)); // no preview of this step came
    r.push(message(1400, "executing", { node: "9" }));
    const picture = { ...preview(1500, meta ? "9" : undefined), mime: "image/png" } as HostEvent;
    assert.equal(r.push(picture), {
      frame: "frames/sent-001.png",
      bytes: new Uint8Array([1]),
      sent: true,
    });
    assert.is(r.evaluations[0].frame, null);
    r.conclude("none");
    assert.equal(r.warnings, []);
  }
});

test.run();
