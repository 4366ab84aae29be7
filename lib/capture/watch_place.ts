import type { Graph } from "@kgen/comfy";
import { samplerNodes } from "./phases.ts";

/** Where a sampler takes its model from: the input `model` of the sampler itself or of its guider. */
export interface WatchPlace {
  sampler: string;
  node: string;
}

/**
 * The place of every sampler of a graph, in the order of the graph, and the samplers for which there is
 * none: a guider of an unknown kind.
 */
export function watchPlaces(graph: Graph): { places: WatchPlace[]; without: string[] } {
  const places: WatchPlace[] = [];
  const without: string[] = [];
  for (const sampler of samplerNodes(graph)) {
    const { inputs } = graph[sampler];
    const node = linked(inputs.guider) ?? sampler;
    if (linked(graph[node]?.inputs.model) !== null) places.push({ sampler, node });
    else without.push(sampler);
  }
  return { places, without };
}

/** Id of the node that a link leads to; null when the value is no link. */
export function linked(value: unknown): string | null {
  return Array.isArray(value) && value.length === 2 && typeof value[1] === "number"
    ? String(value[0])
    : null;
}

/** An id that the graph does not have yet. Ids of the kit say what they are for. */
export function freeId(graph: Graph, wanted: string): string {
  let id = wanted;
  for (let n = 2; id in graph; n++) id = `${wanted}-${n}`;
  return id;
}
