import { classOf } from "../graph/classes.ts";
import { type Graph, isLink } from "../graph/types.ts";

/** Nodes that still have to run and what waits for what. */
interface Pending {
  /** How many sources of a node are not done. */
  waitsFor: Map<string, number>;
  /** Which nodes a node feeds. */
  feeds: Map<string, Set<string>>;
}

/** The sources of a node in the order of its inputs. */
function sources(graph: Graph, id: string): string[] {
  return Object.values(graph[id].inputs).filter(isLink).map(([source]) => source);
}

function collect(graph: Graph, outputs: string[], isCached: (id: string) => boolean): Pending {
  const waitsFor = new Map<string, number>();
  const feeds = new Map<string, Set<string>>();
  for (const output of outputs) {
    const stack = [output];
    while (stack.length) {
      const id = stack.pop()!;
      if (feeds.has(id)) continue;
      waitsFor.set(id, 0);
      feeds.set(id, new Set());
      stack.push(...sources(graph, id).filter((source) => !isCached(source)));
    }
  }
  for (const id of feeds.keys()) {
    for (const source of new Set(sources(graph, id))) {
      if (!feeds.has(source) || isCached(source)) continue;
      feeds.get(source)!.add(id);
      waitsFor.set(id, waitsFor.get(id)! + 1);
    }
  }
  return { waitsFor, feeds };
}

/**
 * The order in which ComfyUI runs the nodes that `outputs` need; cached ones are left out, save outputs themselves.
 *
 * Among the nodes whose sources are done, in the order in which they were found from the outputs: an output first, else
 * one that feeds an output, else one that feeds such a one, else the first.
 */
export function runOrder(
  graph: Graph,
  outputs: string[],
  isCached: (id: string) => boolean,
): string[] {
  const { waitsFor, feeds } = collect(graph, outputs, isCached);
  const isOutput = (id: string) => classOf(graph[id].class_type)?.isOutput ?? false;
  const feedsOutput = (id: string) => [...feeds.get(id)!].some(isOutput);
  const feedsFeeder = (id: string) => [...feeds.get(id)!].some(feedsOutput);
  const order: string[] = [];
  while (feeds.size) {
    const ready = [...feeds.keys()].filter((id) => waitsFor.get(id) === 0);
    const next = ready.find(isOutput) ?? ready.find(feedsOutput) ?? ready.find(feedsFeeder) ??
      ready[0];
    for (const id of feeds.get(next)!) waitsFor.set(id, waitsFor.get(id)! - 1);
    feeds.delete(next);
    order.push(next);
  }
  return order;
}
