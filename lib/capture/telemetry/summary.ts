import { quantities, type TelemetrySample } from "./sample.ts";
import { decodeThrottle } from "./throttle.ts";

/** s before submission over which the temperature before is taken. */
const before = 2;

/** What a Run keeps of its telemetry. */
export interface GpuSummary {
  /** The GPU that the figures are of. */
  gpu: number | null;
  /** Samples of that GPU, and how many of them came a second. */
  samples: number;
  hz: number;
  /** Highest memory use from submission to the end. */
  max_memory_mib: number | null;
  /** Every reason seen from submission to the end; "gpu idle" is one. */
  throttle: string[];
  /** Mean over the 2 s before submission: the temperature to set against k. */
  t_before_c: number | null;
  /** Mean from submission to the end: partly an effect of the run itself. */
  t_during_c: number | null;
  /** Medians between the first and the last evaluation. */
  power_w: number | null;
  sm_clock_mhz: number | null;
}

/** What is kept in run.json of the telemetry; the samples are in its file. */
export interface TelemetrySummary extends GpuSummary {
  /** "plugin", "nvidia-smi" or "ssh:DEST". */
  source: string;
  /** Path within the Run folder, "telemetry.csv". */
  file: string;
}

/** The moments that a summary needs: `t0` is performance.now(), ms; the rest s since then, null where unknown. */
export interface SummaryTimes {
  t0: number;
  firstEval: number | null;
  lastEval: number | null;
  end: number | null;
}

/**
 * Puts the telemetry of a run into a few figures, defined as in data/h100. With several GPUs it is that of the
 * one that was busiest during the run, unless `gpu` says which.
 *
 * @param samples at least from 2 s before submission to the end
 *
 * @example
 * ```ts
 * import { summariseTelemetry } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const s = summariseTelemetry([], { t0: 0, firstEval: null, lastEval: null, end: 1 });
 * assert.deepEqual([s.samples, s.t_before_c, s.throttle], [0, null, []]);
 * ```
 */
export function summariseTelemetry(
  samples: readonly TelemetrySample[],
  o: SummaryTimes & { gpu?: number },
): GpuSummary {
  const at = (s: TelemetrySample) => (s.t - o.t0) / 1000;
  const end = o.end ?? Infinity;
  const within = samples.filter((s) => at(s) >= -before && at(s) <= end);
  const gpu = o.gpu ?? busiest(within.filter((s) => at(s) >= 0));
  const own = within.filter((s) => s.gpu === gpu);
  const during = own.filter((s) => at(s) >= 0);
  const { firstEval: a, lastEval: b } = o;
  const sampling = a === null || b === null ? [] : own.filter((s) => at(s) >= a && at(s) <= b);
  const span = own.length > 1 ? (own.at(-1)!.t - own[0].t) / 1000 : 0;
  return {
    gpu,
    samples: own.length,
    hz: span > 0 ? Math.round(100 * (own.length - 1) / span) / 100 : 0,
    max_memory_mib: told(during, "memory_used_mib").reduce<number | null>(
      (m, v) => m === null ? v : Math.max(m, v),
      null,
    ),
    throttle: [...new Set(during.flatMap((s) => decodeThrottle(s.throttle_bits)))].sort(),
    t_before_c: mean(told(own.filter((s) => at(s) < 0), "temperature_c")),
    t_during_c: mean(told(during, "temperature_c")),
    power_w: median(told(sampling, "power_w")),
    sm_clock_mhz: median(told(sampling, "sm_clock_mhz")),
  };
}

/** The GPU that worked most; of several that tell nothing or the same, the first. */
function busiest(samples: TelemetrySample[]): number | null {
  const gpus = [...new Set(samples.map((s) => s.gpu))].sort((x, y) => x - y);
  const work = (gpu: number) => {
    const own = samples.filter((s) => s.gpu === gpu);
    return [mean(told(own, "utilization_percent")) ?? -1, mean(told(own, "power_w")) ?? -1];
  };
  return gpus.map((gpu) => ({ gpu, work: work(gpu) }))
    .sort((x, y) => y.work[0] - x.work[0] || y.work[1] - x.work[1])[0]?.gpu ?? null;
}

function told(samples: TelemetrySample[], q: (typeof quantities)[number]): number[] {
  return samples.map((s) => s[q]).filter((v) => v !== null);
}

const round = (v: number) => Math.round(1000 * v) / 1000;

function mean(values: number[]): number | null {
  return values.length === 0 ? null : round(values.reduce((s, v) => s + v, 0) / values.length);
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((x, y) => x - y);
  const half = sorted.length >> 1;
  if (half === 0 && sorted.length === 0) return null;
  return round(sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
}
