import { type Lora, loraNodes } from "./lora.ts";
import { picturePlaces } from "./pictures.ts";
import { type Knob, knobPlace, type Place, textPlace } from "./places.ts";
import { firstSampler, guiderOf, latentNode, modelNode, modelWalk, scaledNode } from "./trace.ts";
import type { Graph, Workflow } from "./workflow.ts";

/** What a graph is set to. Null where the graph does not say. */
export interface Settings {
  prompt: string | null;
  negative: string | null;
  seed: number | null;
  /** px */
  width: number | null;
  /** px */
  height: number | null;
  batch: number | null;
  steps: number | null;
  /** Guidance; 1 for BasicGuider, which has none. */
  cfg: number | null;
  sampler: string | null;
  scheduler: string | null;
  denoise: number | null;
  /** File name of the diffusion model. */
  model: string | null;
  /** Flow shift of ModelSamplingAuraFlow or ModelSamplingSD3. */
  shift: number | null;
  /** The LoRA nearest to the sampler. */
  lora: Lora | null;
  /** Names on the host of the picture and the mask, when there is one of each. */
  image: string | null;
  mask: string | null;
  /** First and last step of KSamplerAdvanced. */
  startStep: number | null;
  endStep: number | null;
  /** Id of the sampler node all this was read from. */
  samplerNode: string | null;
}

/**
 * Reads the settings back from a graph. With several samplers, those of the one that works first.
 *
 * @example
 * ```ts
 * import { settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const s = settings(template("zimage-base-quality-benchmark"));
 * assert.deepEqual([s.steps, s.cfg, s.negative], [30, 4, ""]);
 * ```
 */
export function settings(w: Workflow): Settings {
  const { graph } = w;
  const id = firstSampler(graph);
  const read = (place: Place | null | undefined) =>
    place ? graph[place.node].inputs[place.input] : null;
  const knob = (what: Knob) => id === null ? null : read(knobPlace(graph, id, what));
  const latent = id === null ? null : latentNode(graph, id);
  // A batch belongs to an empty latent; a size may also be that of a picture that is scaled to it.
  const sized = id === null ? null : latent ?? scaledNode(graph, id);
  const size = sized === null ? {} : graph[sized].inputs;
  const text = (side: "positive" | "negative") => {
    const place = id === null ? null : textPlace(graph, id, side);
    return place && "node" in place ? string(read(place)) : null;
  };
  const only = (what: "image" | "mask") => {
    const places = picturePlaces(graph, what);
    return places.length === 1 ? string(read(places[0])) : null;
  };
  const isShift = (n: string) => /^ModelSampling(AuraFlow|SD3)$/.test(graph[n].class_type);
  const shifted = id === null ? null : modelWalk(graph, id, isShift);
  const unguided = id !== null && graph[guiderOf(graph, id)].class_type === "BasicGuider";
  return {
    prompt: text("positive"),
    negative: text("negative"),
    seed: number(knob("seed")),
    width: number(size.width),
    height: number(size.height),
    batch: number(size.batch_size),
    steps: number(knob("steps")),
    cfg: unguided ? 1 : number(knob("cfg")),
    sampler: string(knob("sampler")),
    scheduler: string(knob("scheduler")),
    denoise: number(knob("denoise")),
    model: id === null ? null : string(read(modelNode(graph, id))),
    shift: shifted === null ? null : number(graph[shifted].inputs.shift),
    lora: id === null ? null : loraOf(graph, loraNodes(graph, id)[0]),
    image: only("image"),
    mask: only("mask"),
    startStep: number(knob("startStep")),
    endStep: number(knob("endStep")),
    samplerNode: id,
  };
}

function loraOf(graph: Graph, node: string | undefined): Lora | null {
  if (node === undefined) return null;
  const file = string(graph[node].inputs.lora_name);
  return file === null ? null : { file, strength: number(graph[node].inputs.strength_model) ?? 1 };
}

const number = (v: unknown) => typeof v === "number" ? v : null;
const string = (v: unknown) => typeof v === "string" ? v : null;
