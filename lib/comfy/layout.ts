import { source } from "./trace.ts";
import type { Graph } from "./workflow.ts";

/** Place and size of a node on the page, px. */
export interface Box {
  pos: [number, number];
  size: [number, number];
}

const sizes: Record<string, [number, number]> = {
  CLIPTextEncode: [410, 200],
  KSampler: [310, 270],
  SaveImage: [520, 560],
  PreviewImage: [520, 560],
  CLIPLoader: [300, 110],
  EmptySD3LatentImage: [300, 110],
  UNETLoader: [300, 90],
};
const usual: [number, number] = [270, 70];
const gap = 60;

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

/** Puts nodes in columns by their distance from the loaders, from left to right, without overlaps. */
export function layOut(graph: Graph, left: number, top: number): Map<string, Box> {
  const column = new Map<string, number>();
  const order = topological(graph);
  for (const id of order) {
    const before = sourcesOf(graph, id).map((from) => column.get(from)!);
    column.set(id, before.length > 0 ? Math.max(...before) + 1 : 0);
  }
  const boxes = new Map<string, Box>();
  let x = left;
  for (let c = 0; c <= Math.max(...column.values()); c++) {
    let y = top;
    let width = 0;
    for (const id of order.filter((id) => column.get(id) === c)) {
      const size = sizes[graph[id].class_type] ?? usual;
      boxes.set(id, { pos: [x, y], size: [...size] });
      y += size[1] + gap;
      width = Math.max(width, size[0]);
    }
    x += width + gap;
  }
  return boxes;
}
