import { samplers, source } from "./trace.ts";
import type { Graph } from "./workflow.ts";

/** Place and size of a node on the page, px. */
export interface Box {
  pos: [number, number];
  size: [number, number];
}

const gap = 60;
/** Ranks share a column of the page until it is this high, px: a screen at a zoom that shows text. */
const height = 900;

/** Node ids so that every node comes after all it takes from. */
export function topological(graph: Graph): string[] {
  const done: string[] = [];
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const from of sourcesOf(graph, id)) visit(from);
    done.push(id);
  };
  Object.keys(graph).forEach(visit);
  return done;
}

const sourcesOf = (graph: Graph, id: string) =>
  Object.keys(graph[id].inputs).map((n) => source(graph, id, n)).filter((n) => n !== null);

/**
 * Puts nodes in columns from left to right, without overlaps: every node below or to the right of all
 * it takes from. The loaders have a column of their own; samplers and the last node begin one.
 */
export function layOut(
  graph: Graph,
  sizeOf: (id: string) => [number, number],
  left: number,
  top: number,
): Map<string, Box> {
  const boxes = new Map<string, Box>();
  let x = left;
  for (const column of columns(graph, sizeOf)) {
    let y = top;
    for (const id of column) {
      const size = sizeOf(id);
      boxes.set(id, { pos: [x, y], size });
      y += size[1] + gap;
    }
    x += Math.max(...column.map((id) => sizeOf(id)[0])) + gap;
  }
  return boxes;
}

function columns(graph: Graph, sizeOf: (id: string) => [number, number]): string[][] {
  const all = ranks(graph);
  const begin = new Set([...samplers(graph), ...all[1] ?? [], ...all.at(-1)!]);
  const result: string[][] = [];
  let used = Infinity;
  for (const rank of all) {
    const more = rank.reduce((sum, id) => sum + sizeOf(id)[1] + gap, 0);
    if (used + more - gap > height || rank.some((id) => begin.has(id))) {
      result.push([]);
      used = 0;
    }
    result.at(-1)!.push(...rank);
    used += more;
  }
  return result;
}

/** Nodes by their distance from the loaders. */
function ranks(graph: Graph): string[][] {
  const rank = new Map<string, number>();
  const result: string[][] = [];
  for (const id of topological(graph)) {
    const before = sourcesOf(graph, id).map((from) => rank.get(from) ?? 0);
    const at = before.length > 0 ? Math.max(...before) + 1 : 0;
    rank.set(id, at);
    (result[at] ??= []).push(id);
  }
  return result;
}
