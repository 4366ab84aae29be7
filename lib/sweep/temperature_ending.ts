import type { TemperatureOptions } from "./temperature_options.ts";

/** Why a temperature sweep ended. */
export type TemperatureEnding =
  | "all bins full"
  | "no more bin can be reached"
  | "max minutes"
  | "max runs"
  | "temperature limit"
  | "telemetry fell silent"
  | "interrupted";

/** °C above the limit at which the sweep ends; at the limit itself only the load does. */
const beyond = 5;

/** How a temperature sweep stands. */
export interface Standing {
  interrupted: boolean;
  /** Since the beginning. */
  minutes: number;
  runs: number;
  /** °C; null without a reading. */
  celsius: number | null;
  /** Telemetry has said nothing for long. */
  silent: boolean;
}

/** Why a sweep is over whatever its bins hold, or null. */
export function endingBy(
  s: Standing,
  o: Pick<TemperatureOptions, "maxMinutes" | "maxRuns" | "limit">,
): TemperatureEnding | null {
  if (s.interrupted) return "interrupted";
  if (s.minutes >= o.maxMinutes) return "max minutes";
  if (s.runs >= o.maxRuns) return "max runs";
  if (s.celsius === null) return s.silent ? "telemetry fell silent" : null;
  return s.celsius >= o.limit + beyond ? "temperature limit" : null;
}
