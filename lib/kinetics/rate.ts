import { significant } from "@kgen/stats";

/** The part of a Run that a rate reads; a Run of `@kgen/capture` passes as it is. */
export interface Timed {
  id?: string;
  /** Evaluations of the denoiser in all. */
  nfe: number;
  evaluations: readonly {
    /** Evaluations finished when this step ended. */
    nfe: number;
    /** End of the step, s since the sampler began. */
    t: number;
    /** The same, s since submission. */
    tJob: number;
  }[];
  /** s since submission; null where unknown. */
  times: { submitted?: number; started?: number | null; success?: number | null };
}

/** From when to when evaluations are counted. */
export type RateWindow = "sampling" | "job";

/** A generation rate k_gen = NFE/Δt with its window and interval. */
export interface Rate {
  name: "kNfe";
  /** s⁻¹ */
  value: number;
  unit: "s⁻¹";
  window: RateWindow;
  /** Evaluations counted in the window; over several runs their sum. */
  nfe: number;
  /** Length of the window, s; over several runs their sum. */
  seconds: number;
  se: number | null;
  /** 95 % interval, null where nothing tells the spread. */
  ci: [lo: number, hi: number] | null;
  /** What the interval rests on: steps of one run, or runs. */
  n: number;
  /** How it was measured, in words. */
  note: string;
}

/** "24.4 s⁻¹ (95 % interval 23.9 to 24.9; sampling window, 7 NFE in 0.287 s)" */
export function rateText(rate: Rate): string {
  const { value, unit, ci, window, nfe, seconds, note } = rate;
  const interval = ci === null
    ? "no interval"
    : `95 % interval ${significant(ci[0])} to ${significant(ci[1])}`;
  return `kNfe = ${significant(value)} ${unit} (${interval}; ${window} window, ${nfe} NFE in ` +
    `${significant(seconds)} s)\n${note}`;
}
