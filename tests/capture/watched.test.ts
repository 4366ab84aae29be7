// Graphs that the kit makes out of a workflow: watched by the plugin, and run over the first steps only.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { prefixGraph, watchedGraph } from "@kgen/capture";
import { type Graph, InvalidWorkflowError, patch, template } from "@kgen/comfy";
import { inexact } from "../../lib/capture/prefix_samplers.ts";

const turbo = (set: Record<string, unknown> = {}) =>
  patch(template("zimage-turbo-speed-test"), { set }).graph;

/** The Turbo graph with another sampler node in place of its KSampler. */
function custom(kind: "SamplerCustom" | "SamplerCustomAdvanced" | "KSamplerAdvanced"): Graph {
  const graph = structuredClone(turbo());
  const { model, positive, negative, latent_image } = graph["3"].inputs;
  if (kind === "KSamplerAdvanced") {
    const { seed: noise_seed, denoise: _, ...same } = graph["3"].inputs;
    graph["3"] = {
      class_type: kind,
      inputs: {
        ...same,
        noise_seed,
        add_noise: "enable",
        start_at_step: 2,
        end_at_step: 1000,
        return_with_leftover_noise: "disable",
      },
    };
    return graph;
  }
  graph.s = { class_type: "KSamplerSelect", inputs: { sampler_name: "euler" } };
  graph.g = {
    class_type: "BasicScheduler",
    inputs: { model, scheduler: "simple", steps: 4, denoise: 1 },
  };
  if (kind === "SamplerCustom") {
    graph["3"] = {
      class_type: kind,
      inputs: {
        model,
        add_noise: true,
        noise_seed: 5,
        cfg: 2,
        positive,
        negative,
        sampler: ["s", 0],
        sigmas: ["g", 0],
        latent_image,
      },
    };
    return graph;
  }
  graph.n = { class_type: "RandomNoise", inputs: { noise_seed: 5 } };
  graph.b = { class_type: "BasicGuider", inputs: { model, conditioning: positive } };
  graph["3"] = {
    class_type: kind,
    inputs: {
      noise: ["n", 0],
      guider: ["b", 0],
      sampler: ["s", 0],
      sigmas: ["g", 0],
      latent_image,
    },
  };
  return graph;
}

/** Every link leads to a node that is there. */
function whole(graph: Graph) {
  for (const [id, { inputs }] of Object.entries(graph)) {
    for (const [name, v] of Object.entries(inputs)) {
      if (Array.isArray(v)) assert.ok(String(v[0]) in graph, `${id}.${name} leads to ${v[0]}`);
    }
  }
}

for (const kind of ["KSamplerAdvanced", "SamplerCustom", "SamplerCustomAdvanced"] as const) {
  test(`${kind}: the watch goes before whatever takes the model`, () => {
    const given = custom(kind);
    const { graph, collects } = watchedGraph(given, "r", "none");
    const holder = kind === "SamplerCustomAdvanced" ? "b" : "3";
    assert.equal(graph[holder].inputs.model, ["kgen-model-3", 0]);
    assert.equal(graph["kgen-model-3"].inputs, { model: ["11", 0], keep: "none", run: "r" });
    assert.equal(graph[collects[0]].inputs, { log: ["kgen-model-3", 1], after: ["3", 0] });
    assert.equal(Object.keys(graph).filter((id) => !(id in given)).length, 2);
    assert.equal(given, custom(kind), "the given graph is not changed");
    whole(graph);
  });

  test(`${kind}: a prefix run has its noise, guider, sampler and the first levels`, () => {
    const { graph, preview } = prefixGraph(custom(kind), 2);
    whole(graph);
    const [decode] = graph[preview].inputs.images as [string];
    const run = (graph[decode].inputs.samples as [string, number])[0];
    assert.equal(graph[decode].inputs.samples, [run, 1]);
    assert.is(graph[run].class_type, "SamplerCustomAdvanced");
    const { sigmas, noise, guider } = graph[run].inputs as Record<string, [string, number]>;
    const split = graph[sigmas[0]];
    assert.equal([split.class_type, split.inputs.step, sigmas[1]], ["SplitSigmas", 2, 0]);
    assert.is(graph[noise[0]].class_type, "RandomNoise");
    assert.is(
      graph[guider[0]].class_type,
      kind === "SamplerCustomAdvanced" ? "BasicGuider" : "CFGGuider",
    );
    assert.not(Object.values(graph).some((n) => n.class_type === "SaveImage"));
    if (kind === "KSamplerAdvanced") { // its own start comes first
      const start = graph[(split.inputs.sigmas as [string, number])[0]];
      assert.equal([start.inputs.step, split.inputs.sigmas], [2, ["kgen-start", 1]]);
    }
  });
}

test("ids that are taken are not taken again", () => {
  const graph = turbo();
  graph["kgen-model-3"] = { class_type: "Note", inputs: {} };
  const watched = watchedGraph(graph, "r", "none");
  assert.is(watched.graph["kgen-model-3"].class_type, "Note");
  assert.equal(watched.graph["3"].inputs.model, ["kgen-model-3-2", 0]);
});

test("two samplers are watched each, and a shared guider once", () => {
  const two = custom("SamplerCustomAdvanced");
  two["4"] = structuredClone(two["3"]);
  two["4"].inputs.latent_image = ["3", 0];
  const { graph, collects } = watchedGraph(two, "r", "none");
  assert.equal(collects, ["kgen-collect-3", "kgen-collect-4"]);
  assert.equal(
    Object.values(graph).filter((n) => n.class_type === "KgenModel").length,
    1,
  );
  whole(graph);
});

test("a sampler whose model cannot be traced is named", () => {
  const graph = custom("SamplerCustomAdvanced");
  delete graph.b.inputs.model;
  assert.throws(
    () => watchedGraph(graph, "r", "none"),
    (e: any) => e instanceof InvalidWorkflowError && e.message.includes("3"),
  );
  assert.throws(() => watchedGraph({}, "r", "none"), /none/);
});

test("dpm_2 as KSampler runs it: the schedule of one more step", () => {
  const { graph } = prefixGraph(turbo({ "3.sampler_name": "dpm_2", "3.steps": 8 }), 8);
  assert.is(graph["kgen-sigmas"].inputs.steps, 9);
  assert.throws(
    () => prefixGraph(turbo({ "3.sampler_name": "dpm_2", "3.denoise": 0.5 }), 2),
    (e: any) => e instanceof InvalidWorkflowError && e.message.includes("denoise"),
  );
});

test("samplers for which a prefix is not exact are refused by name", () => {
  assert.is(inexact(turbo()), null);
  for (const name of ["uni_pc", "dpmpp_2m_sde", "dpm_adaptive", "heunpp2", "a_new_one"]) {
    assert.match(inexact(turbo({ "3.sampler_name": name }))!, name);
  }
  const two = custom("SamplerCustomAdvanced");
  two["4"] = structuredClone(two["3"]);
  assert.match(inexact(two)!, "one sampler");
});

test.run();
