import type { Graph } from "@kgen/comfy";

/** Seconds that one node took. */
export interface Phase {
  phase: "load" | "encode" | "sample" | "decode" | "save" | "other";
  node: string;
  classType: string;
  /** 0 when the host had the result already. */
  seconds: number;
  cached: boolean;
}

/**
 * The phase a node type belongs to. What fits none is "other": the empty latent, the flow shift.
 *
 * @example
 * ```ts
 * import { phaseOf } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.equal(phaseOf("UNETLoader"), "load");
 * assert.equal(phaseOf("KSampler"), "sample");
 * assert.equal(phaseOf("KSamplerSelect"), "other");
 * ```
 */
export function phaseOf(classType: string): Phase["phase"] {
  if (/Loader/.test(classType)) return "load";
  if (/^(KSampler(Advanced)?|SamplerCustom(Advanced)?)$/.test(classType)) return "sample";
  if (/Decode/.test(classType)) return "decode";
  if (/Encode|Conditioning/.test(classType)) return "encode";
  if (/^(Save|Preview)/.test(classType)) return "save";
  return "other";
}

/** Nodes whose progress counts steps of the denoiser. */
export function samplerNodes(graph: Graph): Set<string> {
  return new Set(Object.keys(graph).filter((id) => phaseOf(graph[id].class_type) === "sample"));
}
