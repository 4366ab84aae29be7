import { type Graph, InvalidWorkflowError } from "@kgen/comfy";
import { freeId, watchPlaces } from "./watch_place.ts";

/** A graph with the nodes of the plugin in it. */
export interface Watched {
  graph: Graph;
  /** Ids of its KgenCollect nodes, one for each sampler, in the order of the graph. */
  collects: string[];
}

/**
 * Puts the plugin's nodes into a graph: a KgenModel before each sampler or guider and a KgenCollect after
 * each sampler. Ids of the graph stay as they are; the new ones are free.
 *
 * @param run id under which the host keeps the log of a job that is cut short
 * @param keep "first": also keep the x0 of the first picture of every batch
 * @throws InvalidWorkflowError when the graph has no sampler, or one whose model cannot be traced
 *
 * @example
 * ```ts
 * import { watchedGraph } from "@kgen/capture";
 * import { template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const { graph, collects } = watchedGraph(template("zimage-turbo-speed-test").graph, "run", "none");
 * assert.deepEqual(collects, ["kgen-collect-3"]);
 * assert.deepEqual(graph["3"].inputs.model, ["kgen-model-3", 0]);
 * ```
 */
export function watchedGraph(given: Graph, run: string, keep: "none" | "x0" | "first"): Watched {
  const { places, without } = watchPlaces(given);
  if (without.length > 0 || places.length === 0) {
    throw new InvalidWorkflowError(
      places.length + without.length === 0
        ? "The plugin watches a KSampler, KSamplerAdvanced, SamplerCustom or SamplerCustomAdvanced; " +
          "this workflow has none."
        : `The model of sampler ${
          without.join(", ")
        } cannot be found: it has no input "model", nor has ` +
          `its guider. Capture with way "previews".`,
      without.map((node) => ({
        kind: "link" as const,
        node,
        classType: given[node].class_type,
        input: "model",
        message: `Node ${node} (${given[node].class_type}): no input "model" to watch.`,
      })),
    );
  }
  const graph: Graph = structuredClone(given);
  const watches = new Map<string, string>();
  const collects = places.map(({ sampler, node }) => {
    // A guider that two samplers share is watched once.
    let watch = watches.get(node);
    if (watch === undefined) {
      watch = freeId(graph, `kgen-model-${sampler}`);
      graph[watch] = {
        class_type: "KgenModel",
        inputs: { model: graph[node].inputs.model, keep, run },
      };
      graph[node].inputs.model = [watch, 0];
      watches.set(node, watch);
    }
    const collect = freeId(graph, `kgen-collect-${sampler}`);
    graph[collect] = {
      class_type: "KgenCollect",
      inputs: { log: [watch, 1], after: [sampler, 0] },
    };
    return collect;
  });
  return { graph, collects };
}
