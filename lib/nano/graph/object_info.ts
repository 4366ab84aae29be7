import { classes, classOf } from "./classes.ts";
import type { NodeClass } from "./types.ts";

/** Names that a host offers and that may change while it runs. */
export interface Offered {
  pictures: string[];
  loras: string[];
}

/** One class as /object_info shows it. */
function entry(name: string, node: NodeClass, offered: Offered): Record<string, unknown> {
  const required = { ...node.required };
  if (node.picture) required[node.picture] = [offered.pictures, required[node.picture][1]!];
  if (node.files) required[node.files] = [offered.loras];
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

/** /object_info: every class, or the one asked for; an unknown one gives an empty record. */
export function objectInfo(offered: Offered, name?: string): Record<string, unknown> {
  const names = name === undefined ? Object.keys(classes) : [name].filter(classOf);
  return Object.fromEntries(names.map((n) => [n, entry(n, classes[n], offered)]));
}
