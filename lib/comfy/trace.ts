import type { Graph } from "./workflow.ts";

/** The node that an input links to, or null when it holds a literal or nothing. */
export function source(graph: Graph, id: string, input: string): string | null {
  const value = graph[id]?.inputs[input];
  if (!Array.isArray(value) || value.length !== 2 || typeof value[1] !== "number") return null;
  const from = String(value[0]);
  return graph[from] ? from : null;
}

/** Ids of the samplers, in the order of the graph: KSampler, SamplerCustom and their Advanced forms. */
export function samplers(graph: Graph): string[] {
  return Object.keys(graph).filter((id) =>
    /^(KSampler|SamplerCustom)(Advanced)?$/.test(graph[id].class_type)
  );
}

/** Whether `id` gets anything, directly or not, from `from`. */
export function dependsOn(
  graph: Graph,
  id: string,
  from: string,
  seen = new Set<string>(),
): boolean {
  for (const input of Object.keys(graph[id]?.inputs ?? {})) {
    const next = source(graph, id, input);
    if (next === null || seen.has(next)) continue;
    seen.add(next);
    if (next === from || dependsOn(graph, next, from, seen)) return true;
  }
  return false;
}

/** The sampler that works first: one that does not depend on another sampler. */
export function firstSampler(graph: Graph): string | null {
  const all = samplers(graph);
  return all.find((id) => !all.some((o) => o !== id && dependsOn(graph, id, o))) ?? all[0] ?? null;
}

/**
 * Walks up from an input of a node through inputs of the given names, until `found` says yes.
 * Null when the walk ends without it.
 */
export function walk(
  graph: Graph,
  id: string,
  input: string,
  through: string[],
  found: (id: string) => boolean,
): string | null {
  let at = source(graph, id, input);
  const seen = new Set<string>();
  while (at !== null && !seen.has(at)) {
    if (found(at)) return at;
    seen.add(at);
    const here: string = at;
    at = through.map((name) => source(graph, here, name)).find((n) => n !== null) ?? null;
  }
  return null;
}

/** The node that holds a sampler's model and conditioning: itself, or its guider. */
export function guiderOf(graph: Graph, sampler: string): string {
  const found = walk(graph, sampler, "guider", ["guider"], (id) => "model" in graph[id].inputs);
  return found ?? sampler;
}

/** The node with the size of the empty latent that a sampler begins from. */
export function latentNode(graph: Graph, sampler: string): string | null {
  return walk(graph, sampler, "latent_image", ["samples", "latent_image", "latent"], (id) => {
    const i = graph[id].inputs;
    return "width" in i && "height" in i;
  });
}

/** The node that makes the latent that a sampler begins from out of a picture: VAEEncode and its like. */
export function encoderNode(graph: Graph, sampler: string): string | null {
  const through = ["samples", "latent_image", "latent"];
  return walk(graph, sampler, "latent_image", through, (id) => "pixels" in graph[id].inputs);
}

/** The node that scales the picture a sampler begins from to a width and a height. */
export function scaledNode(graph: Graph, sampler: string): string | null {
  const through = ["samples", "latent_image", "latent", "pixels", "image"];
  return walk(graph, sampler, "latent_image", through, (id) => {
    const i = graph[id].inputs;
    return typeof i.width === "number" && typeof i.height === "number";
  });
}

/** The loader at the end of a sampler's model chain, and its input that names the file. */
export function modelNode(graph: Graph, sampler: string): { node: string; input: string } | null {
  const file = (id: string) => fileInput(graph[id].inputs, /^(unet|ckpt|model)_name$/);
  const node = modelWalk(graph, sampler, (id) => file(id) !== null);
  return node === null ? null : { node, input: file(node)! };
}

/** The first node on a sampler's model chain, from the sampler on, for which `found` says yes. */
export function modelWalk(graph: Graph, sampler: string, found: (id: string) => boolean) {
  return walk(graph, guiderOf(graph, sampler), "model", ["model"], found);
}

/** First input with a literal text whose name matches. */
export function fileInput(inputs: Record<string, unknown>, name: RegExp): string | null {
  return Object.keys(inputs).find((n) => name.test(n) && typeof inputs[n] === "string") ?? null;
}
