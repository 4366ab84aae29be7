import { performance } from "node:perf_hooks";
import type { Host } from "@kgen/comfy";
import type { Context } from "./context.ts";
import { telemetryCsv } from "./telemetry/csv.ts";
import { openTelemetry } from "./telemetry/open.ts";
import { summariseTelemetry } from "./telemetry/summary.ts";
import { Telemetry } from "./telemetry/telemetry.ts";

/** ms before the submission from which samples are kept. */
const before = 2000;

/** Telemetry of one capture; `own` when the capture opened it and must close it. */
export interface TelemetryPart {
  telemetry: Telemetry;
  own: boolean;
  /** What was asked for by name must be missed aloud. */
  asked: boolean;
}

/** Opens what was asked for, or takes what is open. */
export async function telemetryPart(
  host: Host,
  choice: Telemetry | string | undefined,
  signal?: AbortSignal,
): Promise<TelemetryPart> {
  if (typeof choice === "object") return { telemetry: choice, own: false, asked: true };
  const asked = choice !== undefined && choice !== "auto" && choice !== "none";
  const telemetry = host.kind === "embedded" && !asked
    ? Telemetry.none("the embedded host computes on a CPU")
    : await openTelemetry(host, choice ?? "auto", { signal });
  return { telemetry, own: true, asked };
}

/** Writes telemetry.csv and the summary of it, up to now. */
export function keepTelemetry(c: Context, part: TelemetryPart): void {
  const { telemetry, asked } = part;
  const { firstEval, lastEval, success } = c.run.times;
  const end = c.t0 + 1000 * (success ?? (performance.now() - c.t0) / 1000);
  const samples = telemetry.samples(c.t0 - before, end);
  if (samples.length > 0) {
    const file = "telemetry.csv";
    c.folder.file(file, telemetryCsv(samples, c.t0));
    const times = { t0: c.t0, firstEval, lastEval, end: (end - c.t0) / 1000 };
    c.run.telemetry = { source: telemetry.source, file, ...summariseTelemetry(samples, times) };
  }
  if (telemetry.word && (asked || samples.length > 0)) {
    c.warnings.push(`Telemetry: ${telemetry.word}`);
  } else if (asked && samples.length === 0) {
    c.warnings.push("Telemetry: no sample came during the job.");
  }
}
