import { classes, classOf } from "./classes.ts";
import type { NodeClass } from "./types.ts";

/** One class as /object_info shows it. */
function entry(name: string, node: NodeClass, pictures: string[]): Record<string, unknown> {
  const required = { ...node.required };
  if (node.picture) required[node.picture] = [pictures, required[node.picture][1]];
  const input: Record<string, object> = { required };
  if (node.optional) input.optional = node.optional;
  if (node.hidden) input.hidden = node.hidden;
  return {
    input,
    input_order: Object.fromEntries(Object.entries(input).map(([k, v]) => [k, Object.keys(v)])),
    is_input_list: false,
    output: node.outputs,
    output_is_list: node.outputs.map(() => false),
    output_name: node.outputNames ?? node.outputs,
    name,
    description: "",
    python_module: "nodes",
    output_node: node.isOutput ?? false,
    has_intermediate_output: false,
    search_aliases: [],
    ...node.info,
  };
}

/** /object_info: every class, or the one asked for; an unknown one gives an empty record. `pictures`: those to load. */
export function objectInfo(pictures: string[], name?: string): Record<string, unknown> {
  const names = name === undefined ? Object.keys(classes) : [name].filter(classOf);
  return Object.fromEntries(names.map((n) => [n, entry(n, classes[n], pictures)]));
}
