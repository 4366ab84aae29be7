import { layOut, topological } from "./layout.ts";
import { nodeSize } from "./node_size.ts";
import { shapeOf } from "./shapes.ts";
import { source } from "./trace.ts";
import type { UiInput, UiLink, UiNode, UiWorkflow } from "./ui_form.ts";
import type { Workflow } from "./workflow.ts";

export type { UiWorkflow };

/** Where a model file comes from and the folder under ComfyUI/models it belongs in. */
export interface ModelLink {
  url: string;
  directory: string;
}

export interface UiOptions {
  /** /object_info of a host, for node types that the built-in table lacks. */
  objectInfo?: Record<string, any>;
  /** Download links by file name; the page offers them when a file is missing. */
  models?: Record<string, ModelLink>;
}

/** Values of the widgets that the page adds itself: a new seed each time, and a picture's upload. */
const byPage: Record<string, string> = { control_after_generate: "randomize", upload: "image" };

const noteSize: [number, number] = [420, 700];

/**
 * A workflow in the form that ComfyUI's page loads (LiteGraph JSON, version 0.4). The note of the
 * workflow becomes a MarkdownNote at its left.
 *
 * Links are [id, from node, from slot, to node, to slot, type]; widgets_values follow the order of
 * the page, with control_after_generate ("randomize") after a seed.
 *
 * @throws InvalidWorkflowError for a node type whose shape is not known
 *
 * @example
 * ```ts
 * import { template, toUi } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const ui = toUi(template("zimage-turbo-speed-test"));
 * const sampler = ui.nodes.find((n) => n.type === "KSampler")!;
 * assert.deepEqual(sampler.widgets_values.slice(1), ["randomize", 8, 1, "res_multistep", "simple", 1]);
 * ```
 */
export function toUi(w: Workflow, o: UiOptions = {}): UiWorkflow {
  const { graph } = w;
  const order = topological(graph);
  const number = numbers(Object.keys(graph));
  const sizeOf = (id: string) =>
    nodeSize(graph[id].class_type, shapeOf(graph[id].class_type, o.objectInfo));
  const boxes = layOut(graph, sizeOf, w.note ? noteSize[0] + 60 : 0, 0);
  const links: UiLink[] = [];
  const nodes: UiNode[] = order.map((id, index) => {
    const { class_type: type, inputs, _meta } = graph[id];
    const look = shapeOf(type, o.objectInfo);
    const sockets = [...look.sockets];
    // A widget that gets its value by a link shows a socket too.
    for (const name of look.widgets) {
      if (source(graph, id, name) !== null) sockets.push([name, "*"]);
    }
    const ins: UiInput[] = sockets.map(([name, type], slot) => {
      const from = source(graph, id, name);
      const link = from === null ? null : links.length + 1;
      const out = from === null ? 0 : (inputs[name] as [string, number])[1];
      if (from !== null) {
        const real = type === "*"
          ? shapeOf(graph[from].class_type, o.objectInfo).outputs[out]?.[1] ?? type
          : type;
        links.push([link!, number.get(from)!, out, number.get(id)!, slot, real]);
        type = real;
      }
      const widget = look.widgets.includes(name) ? { widget: { name } } : {};
      return { name, type, ...widget, link };
    });
    const files = Object.values(inputs).filter((v) => typeof v === "string" && o.models?.[v]);
    const models = (files as string[]).map((name) => ({ name, ...o.models![name] }));
    return {
      id: number.get(id)!,
      type,
      ...boxes.get(id)!,
      flags: {},
      order: index + (w.note ? 1 : 0),
      mode: 0,
      inputs: ins,
      outputs: look.outputs.map(([name, type]) => ({ name, type, links: [] as number[] })),
      ...(_meta?.title ? { title: _meta.title } : {}),
      properties: {
        "Node name for S&R": type,
        cnr_id: "comfy-core",
        ...(models.length > 0 ? { models } : {}),
      },
      widgets_values: look.widgets.map((name) =>
        name in byPage
          ? byPage[name]
          : source(graph, id, name) === null
          ? inputs[name] ?? null
          : null
      ),
    };
  });
  for (const [id, from, slot] of links) {
    nodes.find((n) => n.id === from)!.outputs[slot]?.links.push(id);
  }
  const last = Math.max(...nodes.map((n) => n.id));
  if (w.note) nodes.unshift(noteNode(last + 1, w.note));
  return {
    revision: 0,
    last_node_id: w.note ? last + 1 : last,
    last_link_id: links.length,
    nodes,
    links,
    groups: [],
    config: {},
    extra: {},
    version: 0.4,
  };
}

/** The page wants numbers for ids; a graph may have any text. Numbers stay as they are. */
function numbers(ids: string[]): Map<string, number> {
  const isNumber = (id: string) => /^[1-9]\d{0,8}$/.test(id);
  let next = Math.max(0, ...ids.filter(isNumber).map(Number)) + 1;
  return new Map(ids.map((id) => [id, isNumber(id) ? Number(id) : next++]));
}

function noteNode(id: number, text: string): UiNode {
  return {
    id,
    type: "MarkdownNote",
    pos: [0, 0],
    size: noteSize,
    flags: {},
    order: 0,
    mode: 0,
    inputs: [],
    outputs: [],
    title: "About this workflow",
    properties: {},
    widgets_values: [text],
    color: "#432",
    bgcolor: "#000",
  };
}
