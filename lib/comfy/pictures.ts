import { InvalidWorkflowError } from "./errors.ts";
import type { Place } from "./places.ts";
import { nodeList, put } from "./put.ts";
import type { Graph } from "./workflow.ts";

/**
 * Where the pictures of a graph are named: LoadImage for pictures, LoadImageMask for masks. A
 * LoadImage of which only the mask is used counts as a mask.
 */
export function picturePlaces(graph: Graph, what: "image" | "mask"): Place[] {
  const used = (id: string, slot: number) =>
    Object.values(graph).some((n) =>
      Object.values(n.inputs).some((v) =>
        Array.isArray(v) && v.length === 2 && String(v[0]) === id && v[1] === slot
      )
    );
  return Object.keys(graph)
    .filter((id) => {
      const type = graph[id].class_type;
      if (type === "LoadImageMask") return what === "mask";
      if (type !== "LoadImage") return false;
      return (what === "mask") === (used(id, 1) && !used(id, 0));
    })
    .map((node) => ({ node, input: "image" }));
}

/** Names the picture or mask of a graph that takes one. Changes `graph`. */
export function setPicture(graph: Graph, name: string, what: "image" | "mask", file: string): void {
  const places = picturePlaces(graph, what);
  if (places.length === 1) return put(graph, places[0].node, places[0].input, file);
  const loader = what === "image" ? "LoadImage" : "LoadImageMask";
  throw new InvalidWorkflowError(
    places.length === 0
      ? `${name} takes no ${what}: it has no ${loader}. Nodes: ${nodeList(graph)}.`
      : `${name} takes ${places.length} pictures (nodes ${
        places.map((p) => p.node).join(", ")
      }): ` +
        `which ${what} is meant? Use set, for example ${places[0].node}.image.`,
  );
}
