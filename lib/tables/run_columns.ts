import { type Run, telemetryAt } from "@kgen/capture";
import { hostName } from "./host_name.ts";
import type { FrameRow } from "./schema.ts";

/** The part of a Run that scoring reads. */
export type ScoredRun =
  & Pick<Run, "id" | "variant" | "prompt" | "seed" | "batch" | "evaluations" | "host" | "dir">
  & Partial<Pick<Run, "way" | "telemetry" | "final">>;

/** What a row holds besides the score: run, evaluation, and the GPU at its end. */
export type RowStart = Omit<FrameRow, "metric" | "value" | "reference" | "tool">;

/**
 * The columns of each evaluation of a run, by step. The state of the GPU is its nearest earlier sample of
 * telemetry, null when there is none in the 2 s before.
 *
 * @throws RunFormatError of @kgen/capture when the telemetry that the run says it has cannot be read
 */
export async function runColumns(
  run: ScoredRun,
  telemetry = true,
): Promise<Map<number, RowStart>> {
  const has = telemetry && run.telemetry;
  const gpu = has ? await telemetryAt({ ...run, telemetry: run.telemetry }) : [];
  return new Map(run.evaluations.map((e, i) => [e.step, {
    run: run.id,
    host: hostName(run.host),
    variant: run.variant,
    gpu: run.host.gpu,
    prompt: run.prompt ?? "",
    seed: run.seed,
    batch: run.batch,
    step: e.step,
    nfe: e.nfe,
    t_s: e.t,
    sigma: e.sigma,
    way: run.way ?? null,
    temperature_c: gpu[i]?.temperature_c ?? null,
    sm_clock_mhz: gpu[i]?.sm_clock_mhz ?? null,
    power_w: gpu[i]?.power_w ?? null,
  }]));
}

/** A row in the order of the schema. */
export function frameRow(
  start: RowStart,
  score: Pick<FrameRow, "metric" | "value" | "reference" | "tool">,
): FrameRow {
  const { way, temperature_c, sm_clock_mhz, power_w, ...first } = start;
  const { metric, value, reference, tool } = score;
  return { ...first, metric, value, reference, tool, way, temperature_c, sm_clock_mhz, power_w };
}
