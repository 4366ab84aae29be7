import { noReading, quantities, type TelemetrySample } from "./sample.ts";

/** A reading as the plugin sends it; `stamp` is the host's clock, ms since 1970. */
export type PluginSample = Omit<TelemetrySample, "t"> & { stamp: number | null };

/** Reads the data of a kgen.telemetry message. What is not a number is null, as with nvidia-smi. */
export function readPluginSample(data: Record<string, unknown>): PluginSample {
  const number = (v: unknown) => typeof v === "number" && Number.isFinite(v) ? v : null;
  const reading = noReading();
  for (const q of quantities) reading[q] = number(data[q]);
  const ns = number(data.unix_ns);
  return {
    stamp: ns === null || ns <= 0 ? null : ns / 1e6,
    gpu: number(data.gpu) ?? 0,
    ...reading,
  };
}
