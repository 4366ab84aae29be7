import type { BinCount } from "./temperature_bins.ts";

/** "ramp": load from cold on; "idle": waits for the card to cool; "load": runs to warm it; "bin": a run in its bin. */
export type HeatPhase = "ramp" | "idle" | "load" | "bin";

/** What a temperature sweep says while it goes. */
export interface Heat {
  phase: HeatPhase;
  celsius: number | null;
  target: number | null;
  bins: BinCount[];
  wanted: number;
  runs: number;
  /** s since the beginning. */
  seconds: number;
  /** Setting of a ladder, such as "power limit 500 W". */
  setting: string;
}
