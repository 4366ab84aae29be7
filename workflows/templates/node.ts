import type { ApiNode, Graph } from "@kgen/comfy";

/** A node of a graph in API form, with the title that the page shows. */
export function node(class_type: string, title: string, inputs: Record<string, unknown>): ApiNode {
  return { class_type, inputs, _meta: { title } };
}

/** Output `slot` of a node. */
export const from = (id: string, slot = 0): [string, number] => [id, slot];

/** The same graph with some nodes replaced or added, and some inputs of others changed. */
export function changed(
  graph: Graph,
  nodes: Graph,
  inputs: Record<string, Record<string, unknown>> = {},
): Graph {
  const copy = structuredClone({ ...graph, ...nodes });
  for (const [id, values] of Object.entries(inputs)) Object.assign(copy[id].inputs, values);
  return copy;
}

/** The same graph without some nodes. */
export function without(graph: Graph, ...ids: string[]): Graph {
  return Object.fromEntries(Object.entries(graph).filter(([id]) => !ids.includes(id)));
}
