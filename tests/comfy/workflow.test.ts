import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  differences,
  fitEmbedded,
  type Graph,
  loadWorkflow,
  patch,
  settings,
  template,
  templates,
  type Workflow,
} from "@kgen/comfy";
import { says } from "./says.ts";

const dir = mkdtempSync(join(tmpdir(), "kgen-comfy-"));
test.after(() => rmSync(dir, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const turbo = () => template("zimage-turbo-speed-test");
const base = () => template("zimage-base-quality-benchmark");

test("an unknown template lists those that exist", () => {
  assert.ok(templates().length >= 2);
  says(() => template("zimage"), "zimage-turbo-speed-test", "zimage-base-quality-benchmark");
});

test("a workflow file: good, missing, not JSON, UI form, not a graph", () => {
  const good = file("my flow.api.json", JSON.stringify(turbo().graph));
  assert.is(loadWorkflow(good).name, "my flow");
  assert.equal(loadWorkflow(good).graph, turbo().graph);
  assert.is(loadWorkflow(file("b.json", "\uFEFF" + JSON.stringify(turbo().graph))).name, "b");
  says(() => loadWorkflow(join(dir, "none.json")), "none.json", "no such file");
  says(() => loadWorkflow(file("bad.json", '{\n "1": {\n  oops }')), "bad.json", "line 3");
  says(() => loadWorkflow(file("ui.json", '{"nodes":[],"links":[]}')), "Export (API)");
  says(() => loadWorkflow(file("list.json", "[1]")), "list.json", "no graph");
  says(() => loadWorkflow(file("empty.json", "{}")), "no nodes");
  says(() => loadWorkflow(file("odd.json", '{"a":{"b":1}}')), '"a"', "class_type");
});

test("a graph wrapped as it is sent is unwrapped", () => {
  const path = file("sent.json", JSON.stringify({ prompt: turbo().graph, client_id: "x" }));
  assert.equal(Object.keys(loadWorkflow(path).graph), Object.keys(turbo().graph));
});

test("every change lands where settings reads it, and the original stays", () => {
  const before = base();
  const copy = structuredClone(before);
  const changes = {
    prompt: "a red apple",
    negative: "blur",
    seed: 5,
    width: 512,
    height: 768,
    steps: 28,
    cfg: 3.5,
    batch: 2,
  };
  const { prompt, negative, seed, width, height, steps, cfg, batch } = settings(
    patch(before, changes),
  );
  assert.equal({ prompt, negative, seed, width, height, steps, cfg, batch }, changes);
  assert.equal(before, copy);
});

test("settings of the templates", () => {
  const t = settings(turbo());
  assert.equal(
    [t.steps, t.cfg, t.sampler, t.scheduler, t.width, t.height, t.negative, t.shift, t.model],
    [8, 1, "res_multistep", "simple", 1024, 1024, null, 3, "z_image_turbo_bf16.safetensors"],
  );
  const b = settings(base());
  assert.equal([b.steps, b.cfg, b.negative, b.model], [30, 4, "", "z_image_bf16.safetensors"]);
  assert.match(t.prompt!, "汉服");
});

test("a zeroed negative cannot be set, and it says why", () => {
  says(() => patch(turbo(), { negative: "x" }), "ConditioningZeroOut", "33");
});

test("models by class, and set by node and input", () => {
  const w = patch(turbo(), {
    models: { UNETLoader: "a.safetensors" },
    set: { "13.width": 64, "30.type": "sd3" },
  });
  assert.is(settings(w).model, "a.safetensors");
  assert.is(w.graph["13"].inputs.width, 64);
  says(
    () => patch(turbo(), { models: { CheckpointLoaderSimple: "a" } }),
    "UNETLoader, VAELoader, CLIPLoader.",
  );
  says(() => patch(turbo(), { set: { "99.x": 1 } }), "no node 99", "3 KSampler");
  says(() => patch(turbo(), { set: { "3.stepz": 1 } }), "stepz", "steps, cfg");
  says(() => patch(turbo(), { set: { steps: 1 } }), "NODE.INPUT");
});

test("numbers that cannot be are refused", () => {
  says(() => patch(turbo(), { steps: 0 }), "steps");
  says(() => patch(turbo(), { seed: -1 }), "seed");
  says(() => patch(turbo(), { seed: 2 ** 53 }), "seed");
  says(() => patch(turbo(), { width: 1.5 }), "width");
  says(() => patch(turbo(), { cfg: NaN }), "cfg");
});

test("a workflow that begins from a picture: batch and size are refused, and why and what to do is said", () => {
  for (const name of ["zimage-edit", "zimage-turbo-img2img", "zimage-turbo-inpaint"]) {
    const w = template(name);
    says(
      () => patch(w, { batch: 4 }),
      `${name}: sampler node 3 (KSampler)`,
      "node 52, VAEEncode",
      "batch cannot be changed",
      "repeat the run with other seeds",
    );
    says(() => patch(w, { width: 64 }), "node 52, VAEEncode", "picture of another size");
  }
  const w = turbo();
  w.graph["3"].inputs.latent_image = ["77", 0];
  w.graph["77"] = { class_type: "LoadLatent", inputs: { latent: "a.latent" } };
  says(() => patch(w, { batch: 4 }), "no empty latent", "NODE.INPUT", "77 LoadLatent");
});

test("two samplers: patch asks which, settings takes the first at work", () => {
  const w = turbo();
  // Node "2" comes first in the file and second in the work.
  w.graph["2"] = structuredClone(w.graph["3"]);
  w.graph["2"].inputs.latent_image = ["3", 0];
  w.graph["2"].inputs.steps = 3;
  const graph: Graph = { "2": w.graph["2"], ...w.graph };
  const two: Workflow = { name: "two", graph };
  says(() => patch(two, { steps: 4 }), "2 samplers", "Use set");
  assert.is(settings(two).steps, 8);
  assert.is(patch(two, { set: { "2.steps": 5 } }).graph["2"].inputs.steps, 5);
});

test("no sampler: patch says so, settings are null", () => {
  const none: Workflow = { name: "none", graph: { "1": { class_type: "LoadImage", inputs: {} } } };
  says(() => patch(none, { seed: 1 }), "no KSampler", "1 LoadImage");
  assert.is(settings(none).steps, null);
});

test("a loop in the links ends", () => {
  const w = turbo();
  w.graph["11"].inputs.model = ["11", 0];
  assert.is(settings(w).model, null);
});

test("fitEmbedded changes the files and the size, nothing else", () => {
  assert.equal(differences(base(), fitEmbedded(base())), [
    "13.width: 1024 -> 96",
    "13.height: 1024 -> 96",
    "28.unet_name: z_image_bf16.safetensors -> nano_base",
    "29.vae_name: ae.safetensors -> nano-pixels",
    "30.clip_name: qwen_3_4b.safetensors -> nano-words",
  ]);
  assert.equal(fitEmbedded(fitEmbedded(base())), fitEmbedded(base()));
});

test.run();
