import type { ExecuteOptions } from "./executor.ts";
import type { Heat } from "./heat.ts";
import type { Readings } from "./readings.ts";
import type { BinCount } from "./temperature_bins.ts";
import type { TemperatureEnding } from "./temperature_ending.ts";
import type { TemperatureOptions } from "./temperature_options.ts";

export interface TemperatureRun extends Partial<TemperatureOptions>, ExecuteOptions {
  telemetry: Readings;
  onHeat?: (h: Heat) => void;
  /** What a ladder has set, for the column `change`; default "none". */
  setting?: string;
  /** performance.now(), or the clock of a test, ms. */
  now?: () => number;
}

/** How a temperature sweep ended. */
export interface TemperatureResult {
  ending: TemperatureEnding;
  runs: number;
  failed: number;
  bins: BinCount[];
}
