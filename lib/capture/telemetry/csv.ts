import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { RunFormatError } from "../errors.ts";
import { type GpuReading, noReading, quantities, type TelemetrySample } from "./sample.ts";
import { throttleText } from "./throttle.ts";

/** A line of telemetry.csv. */
export interface TelemetryRow extends GpuReading {
  /** s since submission; negative before it. */
  t_s: number;
  gpu: number;
  /** throttle_bits in words: "none" when nothing throttles, "" when it is not told. */
  throttle: string;
}

const columns = ["t_s", "gpu", ...quantities, "throttle"] as const;

/**
 * Samples as the text of a telemetry.csv: a line of names, then one line a sample; what is not known is empty.
 *
 * @param samples as Telemetry.samples gives them
 * @param t0 performance.now() at submission, ms
 *
 * @example
 * ```ts
 * import { telemetryCsv } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const reading = { temperature_c: 45, memory_temperature_c: null, power_w: 84.7, power_limit_w: 700 };
 * const clocks = { sm_clock_mhz: 390, memory_clock_mhz: 2619, utilization_percent: 0 };
 * const memory = { memory_used_mib: 0, memory_total_mib: 81559, throttle_bits: 1 };
 * const text = telemetryCsv([{ t: 900, gpu: 0, ...reading, ...clocks, ...memory }], 1000);
 * assert.equal(text.split("\n")[1], "-0.100000,0,45,,84.7,700,390,2619,0,0,81559,1,gpu idle");
 * ```
 */
export function telemetryCsv(samples: readonly TelemetrySample[], t0: number): string {
  const lines = samples.map((s) =>
    [
      ((s.t - t0) / 1000).toFixed(6),
      s.gpu,
      ...quantities.map((q) => s[q] ?? ""),
      throttleText(s.throttle_bits),
    ].join(",")
  );
  return [columns.join(","), ...lines, ""].join("\n");
}

/** Reads the text of a telemetry.csv; `file` is named in errors. Columns may come in any order. */
export function parseTelemetryCsv(text: string, file = "telemetry.csv"): TelemetryRow[] {
  const [head, ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const names = head.split(",");
  const lacking = ["t_s", "gpu"].filter((c) => !names.includes(c));
  if (lacking.length > 0) throw new RunFormatError(file, `lacks the column ${lacking.join(", ")}.`);
  return lines.flatMap((line, i) => {
    if (line === "") return [];
    const cells = line.split(",");
    const bad = (what: string) => new RunFormatError(file, `line ${i + 2}: ${what}.`);
    if (cells.length !== names.length) {
      throw bad(`${cells.length} fields in place of ${names.length}; the file was cut short`);
    }
    const row: TelemetryRow = { t_s: NaN, gpu: NaN, ...noReading(), throttle: "" };
    names.forEach((name, k) => {
      if (name === "throttle") row.throttle = cells[k];
      else if (name in row) {
        const value = cells[k] === "" ? null : Number(cells[k]);
        if (Number.isNaN(value)) throw bad(`${name} is ${JSON.stringify(cells[k])}, not a number`);
        (row as unknown as Record<string, number | null>)[name] = value;
      }
    });
    if (!Number.isFinite(row.t_s)) throw bad("t_s is not a number");
    return [row];
  });
}

/** The parts of a Run that telemetry is read from. */
export interface WithTelemetry {
  dir?: string;
  telemetry?: { file: string } | null;
}

/**
 * The telemetry of a Run: one row a sample and GPU, from 2 s before submission to the end of the job.
 * Empty when the Run has none.
 *
 * @throws RunFormatError that names the file and line when it is missing or damaged
 *
 * @example
 * ```ts
 * import { readTelemetry } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(await readTelemetry({ telemetry: null }), []);
 * ```
 */
export async function readTelemetry(run: WithTelemetry): Promise<TelemetryRow[]> {
  if (!run.telemetry) return [];
  if (!run.dir) throw new TypeError("This Run has no folder: open it with openRun.");
  // A run.json from elsewhere must not lead out of its folder.
  const file = join(run.dir, basename(run.telemetry.file));
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new RunFormatError(file, `cannot be read: ${(error as Error).message}`);
  }
  return parseTelemetryCsv(text, file);
}
