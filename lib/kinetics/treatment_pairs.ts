import { KineticsError } from "./errors.ts";
import type { TreatedRun } from "./treatment_types.ts";

/** Runs with and without a treatment that share a pair, in the order of the control. */
export interface Pairs {
  without: TreatedRun[];
  with_: TreatedRun[];
  leftOut: number;
}

/** Puts partners together; every doubt about them is an error. */
export function pairsOf(
  treatment: string,
  control: readonly TreatedRun[],
  treated: readonly TreatedRun[],
): Pairs {
  const by = (runs: readonly TreatedRun[], whose: string) => {
    const found = new Map<string, TreatedRun>();
    for (const run of runs) {
      const key = String(run.pair);
      if (found.has(key)) {
        throw new KineticsError(
          "bad table",
          `${whose}: pair ${key} stands there twice. A pair is one run with and one without: name pairs by seed ` +
            `and prompt, or by repeat.`,
        );
      }
      found.set(key, run);
    }
    return found;
  };
  const a = by(control, `Control of ${treatment}`), b = by(treated, treatment);
  const keys = [...a.keys()].filter((key) => b.has(key));
  if (keys.length < 2) {
    throw new KineticsError(
      "too few points",
      `${treatment}: ${keys.length} pair${
        keys.length === 1 ? "" : "s"
      } of ${control.length} runs without and ` +
        `${treated.length} with; a paired test needs 2. Do their pairs have the same names?`,
    );
  }
  return {
    without: keys.map((key) => a.get(key)!),
    with_: keys.map((key) => b.get(key)!),
    leftOut: a.size + b.size - 2 * keys.length,
  };
}

/** Refuses rates that have no logarithm. */
export function checkRates(treatment: string, runs: readonly TreatedRun[]): void {
  const bad = runs.find((r) => !(r.k > 0 && r.k < Infinity));
  if (!bad) return;
  throw new KineticsError(
    "argument",
    `${treatment}: pair ${bad.pair} has k = ${bad.k}. Ratios are of rates above 0: leave the run out, and its ` +
      `partner goes with it.`,
  );
}
