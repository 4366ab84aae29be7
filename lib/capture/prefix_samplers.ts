import type { Graph } from "@kgen/comfy";
import { samplerNodes } from "./phases.ts";
import { linked } from "./watch_place.ts";

/**
 * Samplers for which a run over the first noise levels makes the same x0, bit for bit, as a full run at
 * that step. Found by running every sampler of ComfyUI v0.33 on a toy denoiser, 8 steps of the simple
 * schedule, each prefix against the full run. Those that are not: heunpp2, dpm_fast, dpm_adaptive, all
 * with Brownian noise (dpmpp_sde, dpmpp_2m_sde, dpmpp_3m_sde and their kin: their noise depends on the
 * last level), sa_solver, uni_pc. The _cfg_pp ones but dpmpp_2s_ancestral were not tried.
 */
const exact = new Set(
  ("euler euler_ancestral heun exp_heun_2_x0 exp_heun_2_x0_sde dpm_2 dpm_2_ancestral lms " +
    "dpmpp_2s_ancestral dpmpp_2s_ancestral_cfg_pp dpmpp_2m ddpm lcm ipndm ipndm_v deis res_multistep " +
    "res_multistep_ancestral gradient_estimation er_sde seeds_2 seeds_3 ddim").split(" "),
);

/** Name of the sampler that a sampler node uses; null when the graph does not say. */
export function samplerName(graph: Graph, id: string): string | null {
  const { inputs } = graph[id];
  const name = inputs.sampler_name ??
    graph[linked(inputs.sampler) ?? ""]?.inputs.sampler_name;
  return typeof name === "string" ? name : null;
}

/** Why prefix runs would not be exact for a graph, as a sentence; null when they are. */
export function inexact(graph: Graph): string | null {
  const nodes = [...samplerNodes(graph)];
  if (nodes.length !== 1) {
    return `they take a workflow with one sampler; this one has ${nodes.length || "none"}.`;
  }
  const name = samplerName(graph, nodes[0]);
  if (name === null) return `node ${nodes[0]} does not name its sampler.`;
  if (exact.has(name)) return null;
  return `a run over the first noise levels is not the beginning of a full run for ${name}, or was not ` +
    `tried. Those that are: ${[...exact].join(", ")}.`;
}
