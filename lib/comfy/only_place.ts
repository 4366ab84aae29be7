import { InvalidWorkflowError } from "./errors.ts";
import { type Place, textPlace } from "./places.ts";
import { nodeList } from "./put.ts";
import { encoderNode, latentNode, samplers } from "./trace.ts";
import type { Graph } from "./workflow.ts";

/** The one place that a change concerns. Several samplers may share it, as two share a noise node. */
export function onlyPlace(
  graph: Graph,
  name: string,
  what: string,
  find: (sampler: string) => Place | null,
): Place {
  const all = samplers(graph);
  if (all.length === 0) {
    throw new InvalidWorkflowError(
      `${name} has no KSampler and no SamplerCustom, so ${what} cannot be found in it. ` +
        `Use set with NODE.INPUT. Its nodes: ${nodeList(graph)}.`,
    );
  }
  const places = all.map(find);
  const different = new Set(places.map((p) => p && `${p.node}.${p.input}`));
  if (different.size > 1) {
    const example = places.find((p) => p !== null)!;
    throw new InvalidWorkflowError(
      `${name} has ${all.length} samplers (nodes ${all.join(", ")}): which ${what} is meant? ` +
        `Use set, for example ${example.node}.${example.input}.`,
    );
  }
  if (places[0] === null) {
    throw new InvalidWorkflowError(
      `${name}: sampler node ${all[0]} (${graph[all[0]].class_type}) has no ${what}, nor has any ` +
        `node that feeds it. Use set with NODE.INPUT. Its nodes: ${nodeList(graph)}.`,
    );
  }
  return places[0];
}

/** Where the prompt or the negative prompt of a sampler is written. */
export function promptPlace(graph: Graph, sampler: string, what: "prompt" | "negative"): Place {
  const side = what === "prompt" ? "positive" : "negative";
  const place = textPlace(graph, sampler, side);
  if (place && "node" in place) return place;
  if (place) {
    throw new InvalidWorkflowError(
      `This workflow has no ${what} text: node ${place.none} ` +
        `(${graph[place.none].class_type}) ${place.why}.`,
    );
  }
  throw new InvalidWorkflowError(
    `No text was found behind input ${side} of node ${sampler}. Use set with NODE.INPUT. Its nodes: ${
      nodeList(graph)
    }.`,
  );
}

/** Where the size or number of the pictures is written that a sampler begins from. */
export function sizePlace(graph: Graph, name: string, sampler: string, input: string): Place {
  const node = latentNode(graph, sampler);
  if (node !== null) return { node, input };
  const what = input === "batch_size" ? "batch" : input, encoder = encoderNode(graph, sampler);
  const begins = `${name}: sampler node ${sampler} (${graph[sampler].class_type}) begins from`;
  if (encoder === null) {
    throw new InvalidWorkflowError(
      `${begins} no empty latent, so there is no ${what} to change. If another node has it, use set with NODE.INPUT. ` +
        `Its nodes: ${nodeList(graph)}.`,
    );
  }
  const instead = what === "batch"
    ? "It makes one picture of each that it is given. Leave batch out; for more pictures repeat the run with other seeds."
    : `The picture decides the size. Leave ${what} out, and give a picture of another size.`;
  throw new InvalidWorkflowError(
    `${begins} a picture (node ${encoder}, ${
      graph[encoder].class_type
    }), so ${what} cannot be changed. ${instead}`,
  );
}
