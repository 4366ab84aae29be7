// The committed files are what make.ts builds, and both forms of a template say the same.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Graph, UiWorkflow } from "@kgen/comfy";
import { modelFiles, toUi } from "@kgen/comfy";
import { build, sources } from "../../workflows/make.ts";
import { apiForm, objectInfo, plain, uiForm } from "./recorded.ts";

const folder = new URL("../../workflows/", import.meta.url);

/** Widgets of a node in the page's order, apart from lib/comfy. "-" is one that the page adds. */
function widgets(type: string): string[] {
  const { input, input_order: order } = objectInfo[type];
  const specs = { ...input.required, ...input.optional };
  const all = [...order.required ?? [], ...order.optional ?? []].flatMap((name: string) => {
    const [kind, options] = specs[name];
    const has = Array.isArray(kind) ||
      ["INT", "FLOAT", "STRING", "BOOLEAN", "COMBO"].includes(kind);
    if (!has) return [];
    return options?.control_after_generate ? [name, "-"] : [name];
  });
  return Object.values<any>(specs).some((s) => s[1]?.image_upload) ? [...all, "-"] : all;
}

/** What the page makes of the UI form when it queues it. */
function toApi(ui: UiWorkflow): Graph {
  const graph: Graph = {};
  for (const node of ui.nodes.filter((n) => n.type !== "MarkdownNote")) {
    const names = widgets(node.type);
    assert.is(node.widgets_values.length, names.length, node.type);
    const inputs: Record<string, unknown> = {};
    names.forEach((n, i) => n !== "-" && (inputs[n] = node.widgets_values[i]));
    node.inputs.forEach((input, slot) => {
      if (input.link === null) return;
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

test("the committed files are what make.ts builds", () => {
  const files = build();
  for (const [name, text] of Object.entries(files)) {
    assert.is(readFileSync(new URL(name, folder), "utf8"), text, name);
  }
  const committed = readdirSync(folder).filter((f) => f.endsWith(".json") && f !== "models.json");
  assert.equal(committed.sort(), Object.keys(files).sort());
});

for (const { name } of sources) {
  const api = apiForm(name);
  const ui = uiForm(name);

  test(`${name}: both forms agree`, () => {
    assert.equal(plain(toApi(ui)), plain(api));
  });

  test(`${name}: the UI form is one that the page loads`, () => {
    assert.is(ui.version, 0.4);
    assert.is(ui.last_node_id, Math.max(...ui.nodes.map((n) => n.id)));
    assert.is(ui.last_link_id, Math.max(...ui.links.map((l) => l[0])));
    const ids = ui.nodes.map((n) => n.id);
    assert.is(new Set(ids).size, ids.length);
    const seeded = ui.nodes.find((n) => /^(KSampler|RandomNoise)$/.test(n.type))!;
    assert.is(seeded.widgets_values[1], "randomize");
    // A node's title is 30 px high and above its place.
    for (const a of ui.nodes) {
      for (const b of ui.nodes) {
        const apart = a === b || [0, 1].some((k) => {
          const title = k === 1 ? 30 : 0;
          return a.pos[k] + a.size[k] <= b.pos[k] - title ||
            b.pos[k] + b.size[k] <= a.pos[k] - title;
        });
        assert.ok(apart, `${a.type} and ${b.type} overlap`);
      }
    }
  });

  test(`${name}: the note names every model file, and the nodes where to get it`, () => {
    const note = String(ui.nodes.find((n) => n.type === "MarkdownNote")!.widgets_values[0]);
    const loaders = ui.nodes.filter((n) => n.type.includes("Loader"));
    assert.ok(loaders.length >= 3);
    for (const node of loaders) {
      const file = String(node.widgets_values[0]);
      const { url, directory } = modelFiles().find((m) => m.file === file)!;
      assert.equal(node.properties.models, [{ name: file, url, directory }]);
      assert.ok(note.includes(`[${file}](${url})`), file);
    }
    assert.match(note, "Previews on");
  });
}

test("with the objectInfo of a host the shapes come from there, and are the same", () => {
  for (const w of sources) {
    const names = (ui: UiWorkflow) =>
      ui.nodes.map((n) => [
        n.id,
        n.inputs.map((i) => [i.name, i.type]),
        n.outputs.map((o) => [o.name, o.type]),
        n.widgets_values,
        n.size,
      ]);
    assert.equal(names(toUi(w, { objectInfo })), names(toUi(w)), w.name);
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
