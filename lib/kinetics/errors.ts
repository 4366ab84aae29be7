/** What made a rate or a completeness impossible. */
export type KineticsProblem =
  | "no evaluations" // a run without any, or with one where two are needed
  | "no time" // a clock that is missing or does not advance
  | "no such metric"
  | "no best value" // a metric with no finite best, such as psnr
  | "no such run"
  | "several runs" // one run is meant and the table holds more
  | "no such reference"
  | "several references" // frames scored against more than one picture
  | "bad table" // steps twice, scores missing
  | "no progress" // the frames do not come nearer to the reference
  | "wrong direction" // they come nearer to what the metric calls worse
  | "no plateau" // the frames do not bend towards one
  | "too few points"
  | "not kelvin" // a temperature that can only be °C
  | "collinear" // causes that moved together
  | "argument";

/**
 * A rate that these data cannot give. The message says what is wrong, where, and what to do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { KineticsError, kNfe } from "@kgen/kinetics";
 *
 * const run = { id: "r1", nfe: 1, evaluations: [{ nfe: 1, t: 0.1, tJob: 0.4 }], times: {} };
 * assert.throws(() => kNfe(run), (e) => e instanceof KineticsError && e.problem === "no evaluations");
 * ```
 */
export class KineticsError extends Error {
  override readonly name = "KineticsError";
  readonly problem: KineticsProblem;

  constructor(problem: KineticsProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
