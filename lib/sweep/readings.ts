import type { Telemetry } from "@kgen/capture";

/** One reading of a GPU, as far as a sweep needs it. */
export type Reading = ReturnType<Telemetry["samples"]>[number];

/** What a sweep asks of telemetry: {@linkcode Telemetry} of the capture room, or a synthetic one in tests. */
export type Readings = Pick<Telemetry, "source" | "word" | "samples">;

/** Mean of a quantity over a stretch of time; null without a value. */
export function meanOf(list: readonly Reading[], key: keyof Reading): number | null {
  const values = list.map((r) => r[key]).filter((v): v is number => Number.isFinite(v));
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
