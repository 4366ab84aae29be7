/** A column of a table: name, type, and meaning with its unit. */
export type Column = [name: string, type: "string" | "integer" | "number", description: string];

const s = "s since submission of the run";

/** Columns of `runs.csv`: those of data/h100 first, in its order, then further ones. */
export const runColumns: Column[] = [
  ["run", "string", "name of the Run folder under runs/"],
  ["session", "integer", "number of the process that worked on the sweep"],
  ["order", "integer", "place in the session"],
  ["t_s", "number", "s since the session's first submission"],
  ["group", "string", "group of the plan; warm-up for runs that only warm up"],
  ["tag", "string", "name of the condition"],
  ["repeat", "integer", "the how-manieth run of the condition"],
  [
    "start",
    "string",
    "cold where this job loaded, patched or compiled the model, or followed another load; leave these out of rates",
  ],
  ["variant", "string", "turbo, base, edit or other workflow"],
  ["previews", "string", "preview method asked for"],
  ["sampler", "string", "as sent"],
  ["steps", "integer", "as sent"],
  ["cfg", "number", "as sent"],
  ["batch", "integer", "as sent"],
  ["width", "integer", "px"],
  ["height", "integer", "px"],
  ["prompt", "string", "name of the text in prompts"],
  [
    "change",
    "string",
    "what else was different: LoRA, weight type, torch.compile, power limit; none",
  ],
  ["seed", "integer", "as sent"],
  ["nfe", "integer", "evaluations of the denoiser; a batch counts once"],
  ["sampler_s", "number", `${s} to the beginning of the sampler`],
  ["first_eval_s", "number", `${s} to the end of the first evaluation that was reported`],
  ["last_eval_s", "number", `${s} to the end of the last evaluation`],
  ["success_s", "number", `${s} to execution_success`],
  ["job_s", "number", `${s} to the last message of the job, executing with node null`],
  [
    "k_sampling",
    "number",
    "s^-1: (NFE at the last evaluation - NFE at the first)/(last_eval_s - first_eval_s)",
  ],
  ["k_job", "number", "s^-1: nfe/job_s"],
  ["t_before_c", "number", "GPU temperature, mean over the 2 s before submission, deg C"],
  ["t_during_c", "number", "the same, mean from submission to job_s, deg C"],
  ["memory_t_before_c", "number", "temperature of the memory, 2 s before, deg C"],
  ["sm_clock_mhz", "number", "median between first_eval_s and last_eval_s, MHz"],
  ["power_w", "number", "median between first_eval_s and last_eval_s, W"],
  ["power_before_w", "number", "mean over the 2 s before, W"],
  ["utilization_percent", "number", "median between first_eval_s and last_eval_s, %"],
  ["memory_used_mib", "number", "highest sample during the run, MiB"],
  [
    "power_cap_fraction",
    "number",
    "share of the samples during the run with the software power cap",
  ],
  ["throttle", "string", "every throttle reason seen during the run"],
  ["samples_before", "integer", "telemetry samples in the 2 s before"],
  ["samples_during", "integer", "telemetry samples from submission to job_s"],
  ["samples_sampling", "integer", "telemetry samples between first_eval_s and last_eval_s"],
  ["way", "string", "how the evaluations were taken: previews, prefix or plugin"],
  ["scheduler", "string", "as sent"],
  ["model", "string", "file of the diffusion model"],
  ["dtype", "string", "weight_dtype of the loader"],
  ["workflow", "string", "name of the workflow"],
  ["workflow_sha256", "string", "hash of the graph as sent"],
  ["power_limit_w", "number", "median of the power limit during the run, W"],
  ["clock_offset_s", "number", "clock of the host minus that of the client, s"],
  ["clock_uncertainty_s", "number", "bound of its error, s"],
  ["gpu", "string", "name of the GPU, empty on a CPU"],
  ["comfyui", "string", "version"],
  ["pytorch", "string", "version"],
  ["attempts", "integer", "runs that were begun for this cell, this one included"],
  ["warnings", "integer", "warnings in run.json"],
  ["cell", "string", "id of the cell"],
];

/** The last columns of `runs.csv`: where the run was made. */
export const hostColumns: Column[] = [
  ["url", "string", "address of the host without credentials; embedded"],
  ["device", "string", "what the host computes on, as it names it"],
];

/** Columns of `evaluations.csv`. */
export const evaluationColumns: Column[] = [
  ["run", "string", "as in runs"],
  ["step", "integer", "step of the sampler"],
  ["nfe", "integer", "evaluations finished by then"],
  ["t_job_s", "number", `${s} to the end of the evaluation`],
  ["sigma", "number", "noise level at the beginning of the step, where known"],
];

/** Columns of `telemetry.csv`. */
export const telemetryColumns: Column[] = [
  ["session", "integer", "as in runs"],
  ["t_s", "number", "s on the clock of runs; negative before the first run"],
  ["temperature_c", "number", "deg C"],
  ["memory_temperature_c", "number", "deg C"],
  ["power_w", "number", "W"],
  ["sm_clock_mhz", "number", "MHz"],
  ["memory_clock_mhz", "number", "MHz"],
  ["utilization_percent", "number", "%"],
  ["memory_used_mib", "number", "MiB"],
  ["throttle_bits", "integer", "clocks_event_reasons.active as read"],
  ["throttle", "string", "the same in words; none"],
  ["gpu", "integer", "index of the GPU"],
  ["power_limit_w", "number", "W"],
];

/** Columns of `prompts.csv`. */
export const promptColumns: Column[] = [
  ["prompt", "string", "name used in runs"],
  ["text", "string", "what was asked for"],
];

/** Columns of `failed.csv`. */
export const failedColumns: Column[] = [
  ["cell", "string", "id of the cell"],
  ["group", "string", "as in runs"],
  ["tag", "string", "as in runs"],
  ["repeat", "integer", "as in runs"],
  ["code", "string", "kind of the error"],
  ["message", "string", "what the error said"],
  ["attempts", "integer", "runs that were begun for it"],
  ["session", "integer", "as in runs"],
  ["order", "integer", "as in runs"],
  ["run", "string", "Run folder with what was recorded, where there is one"],
];
