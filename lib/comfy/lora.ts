import { InvalidWorkflowError } from "./errors.ts";
import { between, named, nodeList, put } from "./put.ts";
import { modelNode, modelWalk, samplers } from "./trace.ts";
import type { Graph } from "./workflow.ts";

/** A LoRA file as the host lists it, and how strongly it is applied (1 is as trained). */
export interface Lora {
  file: string;
  strength: number;
}

/** The LoRA loaders on a sampler's model chain, from the sampler on. */
export function loraNodes(graph: Graph, sampler: string): string[] {
  const found: string[] = [];
  modelWalk(graph, sampler, (id) => {
    if ("lora_name" in graph[id].inputs) found.push(id);
    return false;
  });
  return found;
}

/**
 * Puts a LoraLoaderModelOnly behind the node that loads a sampler's model, so that all which took
 * the model from there takes it from the LoRA. Changes `graph`. False when no such loader is found.
 */
function insertLora(graph: Graph, sampler: string, lora: Lora): boolean {
  const loader = modelNode(graph, sampler)?.node;
  if (loader === undefined) return false;
  const numbers = Object.keys(graph).map(Number).filter(Number.isSafeInteger);
  const id = String(Math.max(0, ...numbers) + 1);
  for (const node of Object.values(graph)) {
    for (const [input, value] of Object.entries(node.inputs)) {
      const isModel = Array.isArray(value) && String(value[0]) === loader && value[1] === 0;
      if (isModel) node.inputs[input] = [id, 0];
    }
  }
  graph[id] = {
    class_type: "LoraLoaderModelOnly",
    inputs: { model: [loader, 0], lora_name: lora.file, strength_model: lora.strength },
    _meta: { title: "LoRA" },
  };
  return true;
}

/** Sets the LoRA of a graph, or gives it one. Changes `graph`. */
export function setLora(graph: Graph, name: string, lora: Lora): void {
  named("lora.file", lora.file);
  between("lora.strength", lora.strength);
  const all = samplers(graph);
  const nodes = [...new Set(all.flatMap((id) => loraNodes(graph, id)))];
  if (nodes.length > 1) {
    throw new InvalidWorkflowError(
      `${name} has ${nodes.length} LoRA loaders (nodes ${nodes.join(", ")}): which one is meant? ` +
        `Use set, for example ${nodes[0]}.lora_name.`,
    );
  }
  if (nodes.length === 1) {
    put(graph, nodes[0], "lora_name", lora.file);
    put(graph, nodes[0], "strength_model", lora.strength);
  } else if (all.length === 0 || !all.some((id) => insertLora(graph, id, lora))) {
    throw new InvalidWorkflowError(
      `${name}: no node that loads the sampler's model was found, so there is no place for a LoRA. ` +
        `Nodes: ${nodeList(graph)}.`,
    );
  }
}
