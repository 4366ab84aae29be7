import { InvalidWorkflowError } from "./errors.ts";
import { put } from "./put.ts";
import { fileInput } from "./trace.ts";
import type { Graph } from "./workflow.ts";

/** Inputs that name a file: unet_name, clip_name1, name and so on, but not sampler_name. */
const fileName = /^(name|(?!sampler_)\w+_name\d*)$/;

/** Names the file that all nodes of a class load. Changes `graph`. */
export function setModel(graph: Graph, classType: string, file: string): void {
  const ids = Object.keys(graph).filter((id) => graph[id].class_type === classType);
  const inputs = ids.map((id) => fileInput(graph[id].inputs, fileName));
  if (ids.length === 0 || inputs.includes(null)) {
    const loaders = Object.values(graph).filter((n) => fileInput(n.inputs, fileName))
      .map((n) => n.class_type);
    throw new InvalidWorkflowError(
      `No ${classType} loads a file in this workflow. These do: ${
        [...new Set(loaders)].join(", ")
      }.`,
    );
  }
  ids.forEach((id, i) => put(graph, id, inputs[i]!, file));
}
