import { guiderOf, source, walk } from "./trace.ts";
import type { Graph } from "./workflow.ts";

/** A node and one of its inputs. */
export interface Place {
  node: string;
  input: string;
}

/** What a sampler is told besides its links. */
export type Knob =
  | "seed"
  | "steps"
  | "cfg"
  | "sampler"
  | "scheduler"
  | "denoise"
  | "startStep"
  | "endStep";

const names: Record<Knob, string[]> = {
  seed: ["seed", "noise_seed"],
  steps: ["steps"],
  cfg: ["cfg"],
  sampler: ["sampler_name"],
  scheduler: ["scheduler"],
  denoise: ["denoise"],
  startStep: ["start_at_step"],
  endStep: ["end_at_step"],
};

/** Whether a sampler has its sampler and sigmas from other nodes. */
const isCustom = (graph: Graph, id: string) => graph[id].class_type.startsWith("SamplerCustom");

/**
 * Where a setting of a sampler lives. KSampler holds them all; a custom sampler has the seed from its
 * noise node, cfg from its guider, the method from KSamplerSelect, and steps, scheduler and denoise
 * from the node that makes the sigmas. Null when the graph does not say.
 */
export function knobPlace(graph: Graph, sampler: string, knob: Knob): Place | null {
  const nodes = [sampler];
  if (isCustom(graph, sampler)) {
    const from = knob === "seed"
      ? source(graph, sampler, "noise")
      : knob === "cfg"
      ? guiderOf(graph, sampler)
      : knob === "sampler"
      ? source(graph, sampler, "sampler")
      : sigmasNode(graph, sampler);
    if (from !== null) nodes.push(from);
  }
  for (const node of nodes) {
    const input = names[knob].find((n) => n in graph[node].inputs);
    if (input) return literal(graph, node, input, ["value"]);
  }
  return null;
}

/** The node at the start of a chain of sigmas: behind SplitSigmas and its like. */
function sigmasNode(graph: Graph, sampler: string): string | null {
  return walk(graph, sampler, "sigmas", ["sigmas"], (id) => source(graph, id, "sigmas") === null);
}

/** Where a text lives that conditions a sampler; or the node that has none to give, and why. */
export type TextPlace = Place | { none: string; why: string } | null;

/** Follows the positive or negative conditioning of a sampler to the literal text behind it. */
export function textPlace(graph: Graph, sampler: string, side: "positive" | "negative"): TextPlace {
  const start = guiderOf(graph, sampler);
  const inputs = graph[start].inputs;
  // BasicGuider has one conditioning, DualCFGGuider two and a negative.
  const first = side in inputs
    ? side
    : side === "negative"
    ? null
    : "conditioning" in inputs
    ? "conditioning"
    : "cond1";
  if (first === null) return { none: start, why: "has no negative conditioning" };
  const isText = (id: string) => textInput(graph, id) !== null;
  const isZero = (id: string) => graph[id].class_type === "ConditioningZeroOut";
  const at = walk(graph, start, first, [side, "conditioning"], (id) => isZero(id) || isText(id));
  if (at === null) return null;
  if (isZero(at)) return { none: at, why: "zeroes it out" };
  const place = literal(graph, at, textInput(graph, at)!, ["value", "text", "string"]);
  return typeof graph[place.node].inputs[place.input] === "string" ? place : null;
}

/** CLIPTextEncode names its text `text`, the encoders that also take pictures `prompt`. */
function textInput(graph: Graph, id: string): string | null {
  if (!/Encode/.test(graph[id].class_type) && !("text" in graph[id].inputs)) return null;
  return ["text", "prompt"].find((n) => n in graph[id].inputs) ?? null;
}

/** An input, or where its value comes from when it is linked to a node that only holds one. */
function literal(graph: Graph, node: string, input: string, holds: string[]): Place {
  const holder = source(graph, node, input);
  if (holder === null) return { node, input };
  const held = holds.find((n) => ["string", "number"].includes(typeof graph[holder].inputs[n]));
  return held ? { node: holder, input: held } : { node, input };
}
