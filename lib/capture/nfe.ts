/** Evaluations of the denoiser for a sampler, as multiples of one step. */
export interface Count {
  /** Evaluations in step i (1 to steps). */
  inStep(i: number, steps: number): number;
  /** Evaluations finished when the host reports step i. */
  atReport(i: number, steps: number): number;
  /** False when the sampler is not in the table and one a step was assumed. */
  known: boolean;
}

/**
 * Calls of the model a step. Counted by running every sampler of ComfyUI v0.33 on a model that
 * counts its calls, 6 steps of the simple schedule: one a step gave reports at 1 2 3 4 5 6 calls,
 * two gave 1 3 5 7 9 11, three gave 1 4 7 10 13 16. The report comes after the first call of a
 * step, and the last step, which ends at sigma 0, needs only that one.
 */
const calls: Record<string, number> = {};
const one = "euler euler_ancestral lms dpmpp_2m dpmpp_2m_sde dpmpp_2m_sde_gpu dpmpp_2m_sde_heun " +
  "dpmpp_2m_sde_heun_gpu dpmpp_3m_sde dpmpp_3m_sde_gpu ddpm lcm ipndm ipndm_v deis res_multistep " +
  "res_multistep_ancestral gradient_estimation er_sde sa_solver ddim uni_pc uni_pc_bh2";
const two = "heun exp_heun_2_x0 exp_heun_2_x0_sde dpm_2 dpm_2_ancestral dpmpp_2s_ancestral " +
  "dpmpp_sde dpmpp_sde_gpu seeds_2";
for (const name of one.split(" ")) calls[name] = 1;
for (const name of two.split(" ")) calls[name] = 2;
calls.seeds_3 = 3;

/**
 * How many evaluations (NFE) a sampler makes. Guidance other than 1 evaluates the denoiser for
 * both prompts, alone or as a batch of two, so it counts twice; at 1 ComfyUI leaves the second out,
 * except for the samplers whose name ends in _cfg_pp, which need it.
 *
 * @param sampler name in ComfyUI; null when the graph does not say
 * @param cfg guidance scale; null counts as 1
 *
 * @example
 * ```ts
 * import { evaluations } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.equal(evaluations("res_multistep", 1).atReport(8, 8), 8);
 * assert.equal(evaluations("res_multistep", 4).atReport(30, 30), 60);
 * assert.equal(evaluations("heun", 1).atReport(8, 8), 15);
 * ```
 */
export function evaluations(sampler: string | null, cfg: number | null): Count {
  const plain = (sampler ?? "").replace(/_cfg_pp$/, "");
  const guided = (cfg ?? 1) !== 1 || sampler !== plain && sampler !== null;
  const perCall = guided ? 2 : 1;
  const n = calls[plain] ?? 1;
  return {
    inStep: (i, steps) => (i < steps ? n : 1) * perCall,
    atReport: (i) => (n * (i - 1) + 1) * perCall,
    known: plain in calls,
  };
}
