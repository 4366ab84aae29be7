import type { CheckerVerdict } from "./dataset_rows_checker.ts";
import type {
  H100KitBench,
  H100KitCall,
  H100KitEvaluation,
  H100KitExact,
  H100KitPluginPair,
  H100KitRun,
  H100KitSession,
  H100KitTelemetry,
} from "./dataset_rows_h100_kit.ts";

/** A row of the seed document's table of results, as printed. */
export interface SeedBenchmarkRow {
  model: string;
  gpu: string;
  batch: number;
  nfe: number;
  time_s: number;
  max_vram_gb: number;
  fid: number;
  /** s⁻¹ */
  k_gen: number;
}

/** A row of the seed document's list of variants. */
export interface SeedVariantRow {
  variant: string;
  kind: string;
  kind_zh: string;
  parameters_billion: number;
  nfe_min: number;
  nfe_max: number;
  use: string;
  use_zh: string;
}

/** A row of the seed document's table of recommendations. */
export interface SeedRecommendationRow {
  use: string;
  use_zh: string;
  variant: string;
  setting: string;
  setting_zh: string;
}

/** A single number of the seed document's text. */
export interface SeedClaimRow {
  claim: string;
  quantity: string;
  value: number;
  plus_minus: number | null;
  unit: string | null;
  quote: string;
}

/** Limits of a card, from its maker's datasheet. */
export interface GpuRow {
  gpu: string;
  architecture: string;
  memory_gb: number;
  memory_type: string;
  bandwidth_gbs: number;
  /** Dense, float32 accumulation, TFLOP/s. */
  bf16_tflops: number;
  power_w: number;
  source: string;
}

/** A run of the H100 recordings (random weights). data/h100/README.md says how each column was made. */
export interface H100Run {
  run: string;
  session: number;
  order: number;
  t_s: number;
  group: string;
  tag: string;
  repeat: number;
  start: string;
  variant: string;
  previews: string;
  sampler: string;
  steps: number;
  cfg: number;
  batch: number;
  width: number;
  height: number;
  prompt: string;
  change: string;
  seed: number;
  nfe: number;
  /** s since submission, as the next four. */
  sampler_s: number;
  first_eval_s: number;
  last_eval_s: number;
  success_s: number;
  job_s: number;
  /** s⁻¹; null for a run of one step. */
  k_sampling: number | null;
  k_job: number;
  /** °C: mean of the 2 s before the run, and during it. */
  t_before_c: number;
  t_during_c: number;
  memory_t_before_c: number;
  /** Medians while sampling; null where no sample fell there. */
  sm_clock_mhz: number | null;
  power_w: number | null;
  power_before_w: number;
  utilization_percent: number | null;
  memory_used_mib: number;
  power_cap_fraction: number;
  throttle: string;
  samples_before: number;
  samples_during: number;
  samples_sampling: number;
}

/** A step of an H100 run. */
export interface H100Evaluation {
  run: string;
  step: number;
  nfe: number;
  /** s since submission. */
  t_job_s: number;
}

/** One reading of nvidia-smi. */
export interface H100Telemetry {
  session: number;
  t_s: number;
  temperature_c: number;
  memory_temperature_c: number;
  power_w: number;
  sm_clock_mhz: number;
  memory_clock_mhz: number;
  utilization_percent: number;
  memory_used_mib: number;
  throttle_bits: number;
  throttle: string;
}

/** A text that the H100 runs were asked for. */
export interface H100Prompt {
  prompt: string;
  text: string;
}

/** What the rows of each data set hold. */
export interface Datasets {
  "seed/benchmark": SeedBenchmarkRow;
  "seed/variants": SeedVariantRow;
  "seed/recommendations": SeedRecommendationRow;
  "seed/claims": SeedClaimRow;
  "gpus": GpuRow;
  "h100/runs": H100Run;
  "h100/evaluations": H100Evaluation;
  "h100/telemetry": H100Telemetry;
  "h100/prompts": H100Prompt;
  "h100-kit/runs": H100KitRun;
  "h100-kit/evaluations": H100KitEvaluation;
  "h100-kit/calls": H100KitCall;
  "h100-kit/telemetry": H100KitTelemetry;
  "h100-kit/smi": H100Telemetry;
  "h100-kit/sessions": H100KitSession;
  "h100-kit/bench_host": H100KitBench;
  "h100-kit/prompts": H100Prompt;
  "h100-kit/bench_plugin": H100KitPluginPair;
  "h100-kit/exact": H100KitExact;
  "checker/nano-v0-verdicts": CheckerVerdict;
}
