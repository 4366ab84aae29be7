import { firstSampler, latentNode, modelNode, textPlace, walk } from "./trace.ts";
import type { Workflow } from "./workflow.ts";

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
  cfg: number | null;
  sampler: string | null;
  scheduler: string | null;
  denoise: number | null;
  /** File name of the diffusion model. */
  model: string | null;
  /** Flow shift of ModelSamplingAuraFlow or ModelSamplingSD3. */
  shift: number | null;
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
  const at = id === null ? {} : graph[id].inputs;
  const latent = id === null ? null : latentNode(graph, id);
  const size = latent === null ? {} : graph[latent].inputs;
  const model = id === null ? null : modelNode(graph, id);
  const text = (side: "positive" | "negative") => {
    const place = id === null ? null : textPlace(graph, id, side);
    return place && "node" in place ? String(graph[place.node].inputs[place.input]) : null;
  };
  const shifted = id === null ? null : walk(
    graph,
    id,
    "model",
    ["model"],
    (n) => /^ModelSampling(AuraFlow|SD3)$/.test(graph[n].class_type),
  );
  return {
    prompt: text("positive"),
    negative: text("negative"),
    seed: number(at.seed ?? at.noise_seed),
    width: number(size.width),
    height: number(size.height),
    batch: number(size.batch_size),
    steps: number(at.steps),
    cfg: number(at.cfg),
    sampler: string(at.sampler_name),
    scheduler: string(at.scheduler),
    denoise: number(at.denoise),
    model: model && string(graph[model.node].inputs[model.input]),
    shift: shifted === null ? null : number(graph[shifted].inputs.shift),
    startStep: number(at.start_at_step),
    endStep: number(at.end_at_step),
    samplerNode: id,
  };
}

const number = (v: unknown) => typeof v === "number" ? v : null;
const string = (v: unknown) => typeof v === "string" ? v : null;
