// patch and settings on every kind of sampler, and on LoRA, picture and mask.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fitEmbedded, type Graph, patch, settings, template, type Workflow } from "@kgen/comfy";
import { says } from "./says.ts";

/** Changes every sampler must take, wherever it keeps them. */
const knobs = { seed: 5, steps: 3, cfg: 2.5, sampler: "heun", scheduler: "beta", denoise: 0.4 };

function read(w: Workflow) {
  const { seed, steps, cfg, sampler, scheduler, denoise } = settings(w);
  return { seed, steps, cfg, sampler, scheduler, denoise };
}

const node = (class_type: string, inputs: Record<string, unknown>) => ({ class_type, inputs });

/** The base template with its KSampler replaced. */
function withSampler(nodes: Graph): Workflow {
  return { name: "custom", graph: { ...template("zimage-base").graph, ...nodes } };
}

const sigmas = node("BasicScheduler", {
  model: ["11", 0],
  scheduler: "simple",
  steps: 8,
  denoise: 1,
});

test("KSampler", () => {
  assert.equal(read(patch(template("zimage-base"), knobs)), knobs);
});

test("SamplerCustomAdvanced with CFGGuider: noise, guider, sampler and sigmas", () => {
  const w = patch(template("zimage-base-custom-sampler"), {
    ...knobs,
    prompt: "a",
    negative: "b",
    width: 64,
    batch: 2,
  });
  assert.equal(read(w), knobs);
  const s = settings(w);
  assert.equal([s.prompt, s.negative, s.width, s.batch, s.samplerNode], ["a", "b", 64, 2, "3"]);
  assert.is(w.graph["41"].inputs.noise_seed, 5);
  assert.is(w.graph["42"].inputs.cfg, 2.5);
  assert.is(w.graph["43"].inputs.sampler_name, "heun");
  assert.is(w.graph["44"].inputs.steps, 3);
});

test("BasicGuider has no cfg and no negative prompt", () => {
  const w = template("zimage-turbo-custom-sampler");
  assert.is(settings(w).cfg, 1);
  assert.is(settings(patch(w, { prompt: "a" })).prompt, "a");
  says(() => patch(w, { cfg: 2 }), "zimage-turbo-custom-sampler", "no cfg", "42 BasicGuider");
  says(() => patch(w, { negative: "b" }), "no negative text", "42 (BasicGuider)");
});

test("SamplerCustom keeps seed and cfg, and has the rest from its parts", () => {
  const w = withSampler({
    "3": node("SamplerCustom", {
      model: ["11", 0],
      add_noise: true,
      noise_seed: 1,
      cfg: 4,
      positive: ["27", 0],
      negative: ["33", 0],
      sampler: ["43", 0],
      sigmas: ["44", 0],
      latent_image: ["13", 0],
    }),
    "43": node("KSamplerSelect", { sampler_name: "euler" }),
    "44": sigmas,
  });
  const after = patch(w, { ...knobs, negative: "b", height: 128 });
  assert.equal(read(after), knobs);
  assert.equal([settings(after).negative, settings(after).height], ["b", 128]);
});

test("KSamplerAdvanced has no denoise, and its first and last step are read", () => {
  const { denoise: _, seed, ...inputs } = template("zimage-base").graph["3"].inputs;
  const advanced = { ...inputs, noise_seed: seed, start_at_step: 2, end_at_step: 6 };
  const w = withSampler({ "3": node("KSamplerAdvanced", advanced) });
  const { denoise: _d, ...others } = knobs;
  assert.equal(read(patch(w, others)), { ...others, denoise: null });
  assert.equal([settings(w).startStep, settings(w).endStep], [2, 6]);
  says(() => patch(w, { denoise: 0.5 }), "KSamplerAdvanced", "no denoise", "Use set");
});

test("sigmas behind SplitSigmas, a seed held by another node", () => {
  const graph = structuredClone(template("zimage-turbo-custom-sampler").graph);
  graph["45"] = node("SplitSigmas", { sigmas: ["44", 0], step: 4 });
  graph["46"] = node("PrimitiveInt", { value: 3 });
  graph["3"].inputs.sigmas = ["45", 1];
  graph["41"].inputs.noise_seed = ["46", 0];
  const w = { name: "split", graph };
  assert.equal([settings(w).steps, settings(w).seed], [8, 3]);
  const after = patch(w, { steps: 12, seed: 4 });
  assert.is(after.graph["44"].inputs.steps, 12);
  assert.equal([after.graph["46"].inputs.value, after.graph["41"].inputs.noise_seed], [4, [
    "46",
    0,
  ]]);
});

test("noise without a seed", () => {
  const graph = structuredClone(template("zimage-turbo-custom-sampler").graph);
  graph["41"] = node("DisableNoise", {});
  says(() => patch({ name: "still", graph }, { seed: 1 }), "still", "no seed", "41 DisableNoise");
});

test("two samplers: what they share can be changed, what they do not asks which", () => {
  const graph = structuredClone(template("zimage-turbo-custom-sampler").graph);
  graph["2"] = structuredClone(graph["3"]);
  graph["2"].inputs.sigmas = ["45", 0];
  graph["45"] = structuredClone(graph["44"]);
  const w = { name: "two", graph };
  assert.is(patch(w, { seed: 8, prompt: "a" }).graph["41"].inputs.noise_seed, 8);
  says(() => patch(w, { steps: 3 }), "2 samplers", "which steps", "Use set, for example");
});

test("numbers and names that cannot be are refused", () => {
  const w = template("zimage-base-custom-sampler");
  says(() => patch(w, { denoise: 1.5 }), "denoise", "from 0 to 1");
  says(() => patch(w, { sampler: "" }), "sampler");
  says(() => patch(w, { scheduler: " " }), "scheduler");
  says(() => patch(w, { lora: { file: "", strength: 1 } }), "lora.file");
  says(() => patch(w, { lora: { file: "a", strength: NaN } }), "lora.strength");
});

test("a LoRA: changed where there is one, put in where there is none", () => {
  const lora = { file: "x.safetensors", strength: 0.7 };
  const named = patch(template("zimage-turbo-lora"), { lora });
  assert.equal(settings(named).lora, lora);
  assert.is(
    Object.keys(named.graph).length,
    Object.keys(template("zimage-turbo-lora").graph).length,
  );
  for (const name of ["zimage-turbo", "zimage-base-custom-sampler", "zimage-turbo-controlnet"]) {
    const before = template(name);
    assert.is(settings(before).lora, null);
    const w = patch(before, { lora });
    assert.equal(settings(w).lora, lora, name);
    assert.is(settings(w).model, settings(before).model);
    const added = Object.keys(w.graph).filter((id) => !before.graph[id]);
    assert.is(added.length, 1);
    assert.equal(w.graph[added[0]].inputs.model, ["28", 0]);
    const still = Object.entries(w.graph).filter(([id, n]) =>
      id !== added[0] && JSON.stringify(n.inputs.model) === '["28",0]'
    );
    assert.equal(still, [], "nothing else takes the bare model");
  }
  const none: Workflow = { name: "none", graph: { "1": node("LoadImage", { image: "a" }) } };
  says(() => patch(none, { lora }), "none", "no place for a LoRA");
  const twice = patch(template("zimage-turbo"), { lora });
  twice.graph["90"] = node("LoraLoaderModelOnly", {
    model: ["11", 0],
    lora_name: "y",
    strength_model: 1,
  });
  twice.graph["3"].inputs.model = ["90", 0];
  says(() => patch(twice, { lora }), "2 LoRA loaders", "Use set, for example 90.lora_name");
});

test("picture and mask", () => {
  const w = patch(template("zimage-turbo-inpaint"), { image: "kgen/a.png", mask: "m.png [temp]" });
  assert.equal([settings(w).image, settings(w).mask], ["kgen/a.png", "m.png [temp]"]);
  says(() => patch(template("zimage-turbo"), { image: "a.png" }), "takes no image", "LoadImage");
  says(() => patch(template("zimage-edit"), { mask: "a.png" }), "takes no mask", "LoadImageMask");
  const two = structuredClone(template("zimage-edit"));
  two.graph["59"] = node("LoadImage", { image: "b.png" });
  two.graph["27"].inputs.image2 = ["59", 0];
  says(() => patch(two, { image: "c.png" }), "takes 2 pictures", "which image", "50.image");
});

test("a LoadImage of which only the mask is used is a mask", () => {
  const w = structuredClone(template("zimage-turbo-inpaint"));
  w.graph["53"] = node("LoadImage", { image: "m.png" });
  w.graph["54"].inputs.mask = ["53", 1];
  assert.equal([settings(w).image, settings(w).mask], ["example.png", "m.png"]);
});

test("models by class: the ControlNet's loader calls its file name", () => {
  const w = patch(template("zimage-turbo-controlnet"), { models: { ModelPatchLoader: "c.st" } });
  assert.is(w.graph["57"].inputs.name, "c.st");
});

test("fitEmbedded fits the custom sampler templates", () => {
  const s = settings(fitEmbedded(template("zimage-base-custom-sampler")));
  assert.equal([s.model, s.width, s.height, s.steps], ["nano_base", 96, 96, 25]);
});

test.run();
