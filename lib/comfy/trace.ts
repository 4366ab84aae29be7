import type { Graph } from "./workflow.ts";

/** The node that an input links to, or null when it holds a literal or nothing. */
export function source(graph: Graph, id: string, input: string): string | null {
  const value = graph[id]?.inputs[input];
  if (!Array.isArray(value) || value.length !== 2 || typeof value[1] !== "number") return null;
  const from = String(value[0]);
  return graph[from] ? from : null;
}

/** Ids of the samplers of the KSampler family, in the order of the graph. */
export function samplers(graph: Graph): string[] {
  return Object.keys(graph).filter((id) => /^KSampler(Advanced)?$/.test(graph[id].class_type));
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

/** Where a text lives that conditions a sampler: node and input, or the node that zeroes it out. */
export type TextPlace = { node: string; input: string } | { zeroed: string } | null;

/** Follows `positive` or `negative` of a sampler to the literal text behind it. */
export function textPlace(graph: Graph, sampler: string, side: "positive" | "negative"): TextPlace {
  const isText = (id: string) => "text" in graph[id].inputs;
  const isZero = (id: string) => graph[id].class_type === "ConditioningZeroOut";
  const at = walk(graph, sampler, side, [side, "conditioning"], (id) => isZero(id) || isText(id));
  if (at === null) return null;
  if (isZero(at)) return { zeroed: at };
  if (typeof graph[at].inputs.text === "string") return { node: at, input: "text" };
  // The text may come from a node that only holds it.
  const holder = source(graph, at, "text");
  if (holder === null) return null;
  const input = ["value", "text", "string"].find((n) =>
    typeof graph[holder].inputs[n] === "string"
  );
  return input ? { node: holder, input } : null;
}

/** The node with the size of the empty latent that a sampler begins from. */
export function latentNode(graph: Graph, sampler: string): string | null {
  return walk(graph, sampler, "latent_image", ["samples", "latent_image", "latent"], (id) => {
    const i = graph[id].inputs;
    return "width" in i && "height" in i;
  });
}

/** The loader at the end of a sampler's model chain, and its input that names the file. */
export function modelNode(graph: Graph, sampler: string): { node: string; input: string } | null {
  const file = (id: string) => fileInput(graph[id].inputs, /^(unet|ckpt|model)_name$/);
  const node = walk(graph, sampler, "model", ["model"], (id) => file(id) !== null);
  return node === null ? null : { node, input: file(node)! };
}

/** First input with a literal text whose name matches. */
export function fileInput(inputs: Record<string, unknown>, name: RegExp): string | null {
  return Object.keys(inputs).find((n) => name.test(n) && typeof inputs[n] === "string") ?? null;
}
