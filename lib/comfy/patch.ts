import { InvalidWorkflowError } from "./errors.ts";
import { type Lora, setLora } from "./lora.ts";
import { setModel } from "./model_input.ts";
import { onlyPlace, promptPlace, sizePlace } from "./only_place.ts";
import { setPicture } from "./pictures.ts";
import { type Knob, knobPlace, type Place } from "./places.ts";
import { between, named, put, whole } from "./put.ts";
import type { Graph, Workflow } from "./workflow.ts";

/** What to change in a workflow before it runs. What is left out stays as it is. */
export interface Changes {
  prompt?: string;
  negative?: string;
  seed?: number;
  /** px */
  width?: number;
  /** px */
  height?: number;
  steps?: number;
  cfg?: number;
  batch?: number;
  /** Method, such as res_multistep. */
  sampler?: string;
  /** Rule for the sigmas, such as simple. */
  scheduler?: string;
  /** Share of the noise, 0 to 1. Below 1 the picture one begins from shows through. */
  denoise?: number;
  /** Picture to begin from: its name on the host, after an upload. */
  image?: string;
  /** Mask: its name on the host, after an upload. */
  mask?: string;
  /** LoRA for the diffusion model. A workflow without one gets a LoraLoaderModelOnly. */
  lora?: Lora;
  /** Model file by the class of the node that loads it. */
  models?: Record<string, string>;
  /** Any other input, by "NODE.INPUT". */
  set?: Record<string, unknown>;
}

/**
 * A changed copy of a workflow. Finds the sampler (KSampler, KSamplerAdvanced, SamplerCustom or
 * SamplerCustomAdvanced), and from it the prompts, the size, the noise, the guider and the sigmas.
 *
 * @throws InvalidWorkflowError for a node or input that is not there (names those that are), and when
 * two places leave it open which one is meant (use `set`)
 *
 * @example
 * ```ts
 * import { patch, settings, template } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * const w = patch(template("zimage-turbo-speed-test"), { seed: 7, set: { "3.steps": 4 } });
 * assert.deepEqual([settings(w).seed, settings(w).steps], [7, 4]);
 * ```
 */
export function patch(w: Workflow, c: Changes): Workflow {
  const graph: Graph = structuredClone(w.graph);
  const at = (what: string, find: (sampler: string) => Place | null) =>
    onlyPlace(graph, w.name, what, find);
  const turn = (knob: Knob, value: unknown) => {
    const { node, input } = at(knob, (id) => knobPlace(graph, id, knob));
    put(graph, node, input, value);
  };
  for (const what of ["prompt", "negative"] as const) {
    if (c[what] === undefined) continue;
    const { node, input } = at(what, (id) => promptPlace(graph, id, what));
    put(graph, node, input, c[what]);
  }
  if (c.seed !== undefined) turn("seed", whole("seed", c.seed, 0));
  if (c.steps !== undefined) turn("steps", whole("steps", c.steps, 1));
  if (c.cfg !== undefined) turn("cfg", between("cfg", c.cfg));
  if (c.sampler !== undefined) turn("sampler", named("sampler", c.sampler));
  if (c.scheduler !== undefined) turn("scheduler", named("scheduler", c.scheduler));
  if (c.denoise !== undefined) turn("denoise", between("denoise", c.denoise, 0, 1));
  const size = { width: c.width, height: c.height, batch_size: c.batch };
  for (const [input, value] of Object.entries(size)) {
    if (value === undefined) continue;
    const { node } = at(input, (id) => sizePlace(graph, w.name, id, input));
    put(graph, node, input, whole(input, value, 1));
  }
  if (c.image !== undefined) setPicture(graph, w.name, "image", named("image", c.image));
  if (c.mask !== undefined) setPicture(graph, w.name, "mask", named("mask", c.mask));
  for (const [classType, file] of Object.entries(c.models ?? {})) setModel(graph, classType, file);
  if (c.lora !== undefined) setLora(graph, w.name, c.lora);
  for (const [path, value] of Object.entries(c.set ?? {})) {
    const dot = path.indexOf(".");
    if (dot < 1) {
      throw new InvalidWorkflowError(`set takes NODE.INPUT, for example 3.steps; not ${path}.`);
    }
    put(graph, path.slice(0, dot), path.slice(dot + 1), value);
  }
  return { ...w, graph };
}
