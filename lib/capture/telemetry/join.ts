import { readTelemetry, type TelemetryRow, type WithTelemetry } from "./csv.ts";
import { type GpuReading, noReading, quantities } from "./sample.ts";

/** s after which a sample says nothing of an evaluation any more. */
const stale = 2;

/** An evaluation with the state of the GPU at its end. */
export interface EvaluationTelemetry extends GpuReading {
  run: string;
  step: number;
  /** Evaluations finished by then. */
  nfe: number;
  /** s since submission, the end of the evaluation. */
  t_job_s: number;
  gpu: number | null;
  /** s from the sample to the evaluation; null when there is no sample in the 2 s before it. */
  age_s: number | null;
  throttle: string;
}

/** The parts of a Run that are joined. */
export interface JoinableRun extends WithTelemetry {
  id: string;
  evaluations: { step: number; nfe: number; tJob: number }[];
  telemetry?: { file: string; gpu?: number | null } | null;
}

/**
 * One table: each evaluation of a Run with the state of its GPU. It is the nearest **earlier** sample, not one
 * interpolated: what nvidia-smi tells is already a mean over the time before (power over about a second), has whole
 * degrees, and the bits of throttling have nothing between them. `age_s` says how old the sample is.
 *
 * @throws RunFormatError when the Run's telemetry.csv is missing or damaged
 *
 * @example
 * ```ts
 * import { telemetryAt } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const run = { id: "r", evaluations: [{ step: 1, nfe: 1, tJob: 0.5 }], telemetry: null };
 * const [row] = await telemetryAt(run);
 * assert.deepEqual([row.step, row.age_s, row.temperature_c], [1, null, null]);
 * ```
 */
export async function telemetryAt(run: JoinableRun): Promise<EvaluationTelemetry[]> {
  return joinTelemetry(run, await readTelemetry(run));
}

/** The join itself, on rows that are in memory. */
export function joinTelemetry(run: JoinableRun, rows: TelemetryRow[]): EvaluationTelemetry[] {
  const gpu = run.telemetry?.gpu ?? rows[0]?.gpu ?? null;
  const own = rows.filter((r) => r.gpu === gpu).sort((a, b) => a.t_s - b.t_s);
  return run.evaluations.map(({ step, nfe, tJob }) => {
    const found = own.findLast((r) => r.t_s <= tJob);
    const sample = found && tJob - found.t_s <= stale ? found : null;
    const reading = noReading();
    if (sample) { for (const q of quantities) reading[q] = sample[q]; }
    return {
      run: run.id,
      step,
      nfe,
      t_job_s: tJob,
      gpu,
      age_s: sample ? Math.round(1e6 * (tJob - sample.t_s)) / 1e6 : null,
      ...reading,
      throttle: sample?.throttle ?? "",
    };
  });
}
