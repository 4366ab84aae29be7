// The committed files are what make.ts builds, and both forms of a template say the same.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Graph, UiWorkflow } from "@kgen/comfy";
import { toUi } from "@kgen/comfy";
import { build, models, sources } from "../../workflows/make.ts";

const folder = new URL("../../workflows/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

/**
 * Widgets of each node in ComfyUI's own order, written down here apart from lib/comfy, after the
 * stock template image_z_image.json of Comfy-Org/workflow_templates. "-" is control_after_generate.
 */
const widgets: Record<string, string> = {
  UNETLoader: "unet_name weight_dtype",
  CLIPLoader: "clip_name type device",
  VAELoader: "vae_name",
  CLIPTextEncode: "text",
  ConditioningZeroOut: "",
  EmptySD3LatentImage: "width height batch_size",
  ModelSamplingAuraFlow: "shift",
  KSampler: "seed - steps cfg sampler_name scheduler denoise",
  VAEDecode: "",
  SaveImage: "filename_prefix",
};

/** What the page makes of the UI form when it queues it. */
function toApi(ui: UiWorkflow): Graph {
  const graph: Graph = {};
  for (const node of ui.nodes.filter((n) => n.type !== "MarkdownNote")) {
    const names = widgets[node.type].split(" ").filter(Boolean);
    assert.is(node.widgets_values.length, names.length, node.type);
    const inputs: Record<string, unknown> = {};
    names.forEach((n, i) => n !== "-" && (inputs[n] = node.widgets_values[i]));
    node.inputs.forEach((input, slot) => {
      const link = ui.links.find((l) => l[0] === input.link)!;
      assert.equal([link[3], link[4], link[5]], [node.id, slot, input.type], "link ends here");
      const from = ui.nodes.find((n) => n.id === link[1])!;
      assert.ok(from.outputs[link[2]].links.includes(link[0]), "link begins there");
      inputs[input.name] = [String(link[1]), link[2]];
    });
    graph[String(node.id)] = { class_type: node.type, inputs };
  }
  return graph;
}

function plain(graph: Graph): Graph {
  return Object.fromEntries(
    Object.entries(graph).map(([id, n]) => [id, { class_type: n.class_type, inputs: n.inputs }]),
  );
}

test("the committed files are what make.ts builds", () => {
  const files = build();
  for (const [name, text] of Object.entries(files)) assert.is(read(name), text, name);
  const committed = readdirSync(folder).filter((f) => f.endsWith(".json"));
  assert.equal(committed.sort(), Object.keys(files).sort());
});

for (const { name } of sources) {
  const api: Graph = JSON.parse(read(`${name}.api.json`));
  const ui: UiWorkflow = JSON.parse(read(`${name}.json`));

  test(`${name}: both forms agree`, () => {
    assert.equal(toApi(ui), plain(api));
  });

  test(`${name}: the UI form is one that the page loads`, () => {
    assert.is(ui.version, 0.4);
    assert.is(ui.last_node_id, Math.max(...ui.nodes.map((n) => n.id)));
    assert.is(ui.last_link_id, Math.max(...ui.links.map((l) => l[0])));
    const ids = ui.nodes.map((n) => n.id);
    assert.is(new Set(ids).size, ids.length);
    const sampler = ui.nodes.find((n) => n.type === "KSampler")!;
    assert.is(sampler.widgets_values[1], "randomize");
    for (const a of ui.nodes) {
      for (const b of ui.nodes) {
        const apart = a === b ||
          [0, 1].some((k) => a.pos[k] + a.size[k] <= b.pos[k] || b.pos[k] + b.size[k] <= a.pos[k]);
        assert.ok(apart, `${a.type} and ${b.type} overlap`);
      }
    }
  });

  test(`${name}: the note names every model file, and the nodes where to get it`, () => {
    const note = String(ui.nodes.find((n) => n.type === "MarkdownNote")!.widgets_values[0]);
    const loaders = ui.nodes.filter((n) => n.type.endsWith("Loader"));
    assert.is(loaders.length, 3);
    for (const node of loaders) {
      const file = String(node.widgets_values[0]);
      assert.equal(node.properties.models, [{ name: file, ...models[file] }]);
      assert.match(note, file);
    }
    assert.match(note, "Previews on");
    assert.match(note, "embedded host".slice(0, name.includes("turbo") ? 13 : 0));
  });
}

test("with the objectInfo of a host the shapes come from there, and are the same", () => {
  const recorded = JSON.parse(
    readFileSync(new URL("../nano/transcripts/object-info.json", import.meta.url), "utf8"),
  );
  const objectInfo = Object.assign({}, ...recorded.answers.map((a: any) => a.body));
  for (const w of sources) {
    const names = (ui: UiWorkflow) =>
      ui.nodes.map((n) => [n.id, n.inputs.map((i) => [i.name, i.type]), n.widgets_values]);
    assert.equal(names(toUi(w, { objectInfo })), names(toUi(w)));
  }
});

test("ids that are no numbers, linked widgets and unknown types", () => {
  const ui = toUi({
    name: "odd",
    graph: {
      a: {
        class_type: "EmptySD3LatentImage",
        inputs: { width: ["b", 0], height: 64, batch_size: 1 },
      },
      b: { class_type: "Number", inputs: { value: 7 } },
    },
  }, {
    objectInfo: {
      Number: { input: { required: { value: ["INT", {}] } }, output: ["INT"], output_name: ["n"] },
    },
  });
  assert.equal(ui.links, [[1, 2, 0, 1, 0, "INT"]]);
  assert.equal(ui.nodes.find((n) => n.id === 1)!.inputs, [
    { name: "width", type: "INT", widget: { name: "width" }, link: 1 },
  ]);
  assert.throws(
    () => toUi({ name: "x", graph: { "1": { class_type: "Nobody", inputs: {} } } }),
    /Nobody/,
  );
});

test.run();
