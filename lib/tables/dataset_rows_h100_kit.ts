import type { H100Evaluation, H100Run, H100Telemetry } from "./dataset_rows.ts";

/** A run that the kit itself recorded on an H100 (random weights). data/h100-kit/README.md says how each column was made. */
export interface H100KitRun
  extends Omit<H100Run, "t_before_c" | "memory_t_before_c" | "power_before_w"> {
  /** °C, °C, W: means of the 2 s before the run; null where no sample fell there. */
  t_before_c: number | null;
  memory_t_before_c: number | null;
  power_before_w: number | null;
  /** plugin or previews. */
  way: string;
  scheduler: string;
  model: string;
  dtype: string;
  workflow: string;
  workflow_sha256: string;
  power_limit_w: number;
  /** s: clock of the host minus that of the client, and the bound of its error. */
  clock_offset_s: number;
  clock_uncertainty_s: number;
  gpu: string;
  comfyui: string;
  pytorch: string;
  attempts: number;
  warnings: number;
  cell: string;
  /** s⁻¹: 95 % interval of k_sampling from the spread of its steps; null below 4 steps. */
  k_sampling_lo: number | null;
  k_sampling_hi: number | null;
  /** °C, group heat. */
  t_bin_c: number | null;
  target_bin_c: number | null;
  phase: string | null;
}

/** A step of a run of the kit. */
export interface H100KitEvaluation extends H100Evaluation {
  sigma: number;
}

/** A forward of the network, by the plugin's CUDA events. */
export interface H100KitCall {
  run: string;
  call: number;
  step: number;
  /** s since submission. */
  t_start_s: number;
  t_end_s: number;
  batch: number;
  /** c, u, or cu for both in one call. */
  conds: string;
  sigma: number;
  tokens: number;
}

/** One reading of the kit's own telemetry. */
export interface H100KitTelemetry extends H100Telemetry {
  gpu: number;
  power_limit_w: number;
}

/** A session of the kit's recordings. */
export interface H100KitSession {
  session: number;
  command: string;
  /** UTC: the first submission, from which t_s counts. */
  began: string;
  telemetry: string;
  runs: number;
  cells: number;
  /** Version of comfyui-kgen; 1.0.0 counts in memory_used_mib what the driver reserves (480 MiB here). */
  plugin: string;
  /** File of the package with every cell and graph; null where none is there. */
  plan: string | null;
}

/** A pair of `./kgen bench plugin`: the same job with 4 and 16 steps, without and with the plugin. */
export interface H100KitPluginPair {
  /** 0 warms up. */
  pair: number;
  /** Which was measured first: plain or plugin. */
  first: string;
  /** s, start to success. */
  plain_4_s: number;
  plain_16_s: number;
  plugin_4_s: number;
  plugin_16_s: number;
}

/** Latents of a plain run against those with the plugin and those of prefix runs. */
export interface H100KitExact {
  /** px. */
  size: number;
  sampler: string;
  cfg: number;
  steps: number;
  latent_bytes: number;
  /** Bytes of all x0 that the plugin kept, and of as many latents as there were evaluations. */
  x0_bytes: number;
  x0_bytes_expected: number;
  /** First 16 digits, last latent. */
  sha256_plain: string;
  sha256_plugin: string;
  /** Prefix runs made, and those that gave the plugin's x0 in every bit. */
  prefixes: number;
  prefixes_equal: number;
  /** s, all jobs of the row. */
  seconds: number;
}

/** A row of `./kgen bench host`. */
export interface H100KitBench {
  phase: string;
  node: number | null;
  class_type: string | null;
  cold_s: number;
  /** Median, lowest, highest of the warm runs, s; null where the host had the result. */
  warm_s: number | null;
  warm_lo_s: number | null;
  warm_hi_s: number | null;
  /** 1 where a warm host had the result. */
  cached: number;
}
