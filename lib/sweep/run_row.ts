import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeThrottle, readTelemetry, type Run, type TelemetryRow } from "@kgen/capture";
import type { CellRecord } from "./record.ts";

/** A row of a table of the data set. */
export type Row = Record<string, string | number | null>;

/** The row of a Run in `runs.csv`, without `t_s` and `prompt`, which the whole data set decides. */
export async function runRow(record: CellRecord, run: Run): Promise<Row> {
  const job = await jobSeconds(run) ?? run.times.success;
  const { firstEval, lastEval } = run.times;
  const [first, last] = [run.evaluations[0], run.evaluations.at(-1)!];
  const seconds = last.tJob - first.tJob;
  const loader = Object.values(run.workflow.graph).find((n) => n.class_type === "UNETLoader");
  return {
    run: record.run,
    session: record.session,
    order: record.order,
    t_s: null,
    group: record.warmUp ? "warm-up" : record.cell.group,
    tag: record.cell.tag,
    repeat: record.cell.repeat,
    start: run.start === "cold" || record.loads ? "cold" : "warm",
    variant: run.variant,
    previews: run.previewMethod,
    sampler: run.sampler,
    steps: run.steps,
    cfg: run.cfg,
    batch: run.batch,
    width: run.width,
    height: run.height,
    prompt: null,
    change: record.cell.change,
    seed: run.seed,
    nfe: run.nfe,
    sampler_s: digits(run.times.sampler),
    first_eval_s: digits(firstEval),
    last_eval_s: digits(lastEval),
    success_s: digits(run.times.success),
    job_s: digits(job),
    k_sampling: seconds > 0 ? digits((last.nfe - first.nfe) / seconds) : null,
    k_job: job ? digits(run.nfe / job) : null,
    ...await gpuColumns(run, job),
    way: run.way ?? null,
    scheduler: run.scheduler,
    model: run.model,
    dtype: text(loader?.inputs.weight_dtype),
    workflow: run.workflow.name,
    workflow_sha256: run.workflow.sha256,
    clock_offset_s: run.clock?.offset_s ?? null,
    clock_uncertainty_s: run.clock?.uncertainty_s ?? null,
    gpu: run.host.gpu,
    comfyui: run.host.comfyui,
    pytorch: run.host.pytorch,
    attempts: record.attempts,
    warnings: run.warnings.length,
    cell: record.id,
    url: record.url,
    device: run.host.device,
    ...record.extra,
  };
}

const digits = (v: number | null | undefined) =>
  v === null || v === undefined ? null : Math.round(1e5 * v) / 1e5;

const text = (v: unknown) => typeof v === "string" ? v : null;

/** s to the last message of the measuring job: `executing` with node null. */
async function jobSeconds(run: Run): Promise<number | null> {
  const events = await readFile(join(run.dir!, "events.jsonl"), "utf8").catch(() => "");
  const measured = run.jobs?.find((j) => j.purpose !== "frames")?.promptId;
  for (const line of events.split("\n")) {
    if (!line.includes('"executing"')) continue;
    const e = JSON.parse(line);
    if (e.type !== "executing" || e.data?.node !== null) continue;
    if (measured === undefined || e.data.prompt_id === measured) return e.t;
  }
  return null;
}

/** What the GPU did, as data/h100/README.md defines each column. */
async function gpuColumns(run: Run, job: number | null): Promise<Row> {
  const all = await readTelemetry(run).catch(() => []);
  const rows = ofBusiest(all);
  const { firstEval, lastEval } = run.times;
  const before = rows.filter((r) => r.t_s >= -2 && r.t_s < 0);
  const during = rows.filter((r) => r.t_s >= 0 && r.t_s <= (job ?? Infinity));
  const sampling = rows.filter((r) =>
    firstEval !== null && lastEval !== null && r.t_s >= firstEval && r.t_s <= lastEval
  );
  const of = (
    list: TelemetryRow[],
    key:
      | "temperature_c"
      | "memory_temperature_c"
      | "power_w"
      | "power_limit_w"
      | "sm_clock_mhz"
      | "utilization_percent"
      | "memory_used_mib",
  ) => list.map((r) => r[key]).filter((v): v is number => v !== null);
  const capped = during.filter((r) => r.throttle_bits !== null && (r.throttle_bits & 4) !== 0);
  const reasons = new Set(during.flatMap((r) => decodeThrottle(r.throttle_bits)));
  const memory = of(during, "memory_used_mib");
  return {
    t_before_c: digits(mean(of(before, "temperature_c"))),
    t_during_c: digits(mean(of(during, "temperature_c"))),
    memory_t_before_c: digits(mean(of(before, "memory_temperature_c"))),
    sm_clock_mhz: median(of(sampling, "sm_clock_mhz")),
    power_w: median(of(sampling, "power_w")),
    power_before_w: digits(mean(of(before, "power_w"))),
    utilization_percent: median(of(sampling, "utilization_percent")),
    memory_used_mib: memory.length > 0 ? Math.max(...memory) : null,
    power_cap_fraction: during.length > 0 ? digits(capped.length / during.length) : null,
    throttle: during.length > 0 ? [...reasons].sort().join("; ") || "none" : null,
    samples_before: before.length,
    samples_during: during.length,
    samples_sampling: sampling.length,
    power_limit_w: median(of(during, "power_limit_w")),
  };
}

/** Samples of the GPU that worked most during the run, where the computer has several. */
function ofBusiest(rows: TelemetryRow[]): TelemetryRow[] {
  const gpus = [...new Set(rows.map((r) => r.gpu))];
  if (gpus.length < 2) return rows;
  const work = (gpu: number) =>
    mean(rows.filter((r) => r.gpu === gpu && r.t_s >= 0).map((r) => r.utilization_percent ?? 0)) ??
      0;
  const busiest = gpus.reduce((a, b) => work(b) > work(a) ? b : a);
  return rows.filter((r) => r.gpu === busiest);
}

function mean(list: number[]): number | null {
  return list.length === 0 ? null : list.reduce((a, b) => a + b, 0) / list.length;
}

function median(list: number[]): number | null {
  if (list.length === 0) return null;
  const sorted = [...list].sort((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
