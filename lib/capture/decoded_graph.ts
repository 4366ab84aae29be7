import type { Graph } from "@kgen/comfy";
import { freeId, linked } from "./watch_place.ts";

/** Everything that the nodes named need, and themselves. */
export function needed(graph: Graph, nodes: string[]): Graph {
  const keep = new Set<string>();
  const visit = (id: string) => {
    if (keep.has(id) || !graph[id]) return;
    keep.add(id);
    for (const value of Object.values(graph[id].inputs)) {
      const from = linked(value);
      if (from !== null) visit(from);
    }
  };
  nodes.forEach(visit);
  return Object.fromEntries(Object.entries(graph).filter(([id]) => keep.has(id)));
}

/** The link to the VAE that decodes in this graph; null when nothing decodes. */
export function vaeOf(graph: Graph): unknown {
  const decoder = Object.values(graph).find((n) =>
    /^VAEDecode/.test(n.class_type) && linked(n.inputs.vae) !== null
  );
  return decoder?.inputs.vae ?? null;
}

/**
 * Adds a VAEDecode and a PreviewImage for a latent, so that its pictures can be fetched and do not fill
 * the output folder of the host.
 *
 * @param latent link to it
 * @returns id of the PreviewImage
 */
export function addDecoder(graph: Graph, latent: unknown, vae: unknown, name: string): string {
  const decode = freeId(graph, `kgen-decode-${name}`);
  graph[decode] = { class_type: "VAEDecode", inputs: { samples: latent, vae } };
  const preview = freeId(graph, `kgen-frame-${name}`);
  graph[preview] = { class_type: "PreviewImage", inputs: { images: [decode, 0] } };
  return preview;
}
