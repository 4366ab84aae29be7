import { band, linearFit, printable, significant } from "@kgen/stats";
import { KineticsError } from "./errors.ts";
import { estimateText } from "./estimate_text.ts";
import { fromCoefficient } from "./from_coefficient.ts";
import type { Timed } from "./rate.ts";
import type { StepsLine } from "./steps_types.ts";

/** A job's NFE and how long it took, s. */
export interface JobTime {
  nfe: number;
  seconds: number;
  run?: string;
}

/** Options of {@link stepsLine}. */
export interface StepsLineOptions {
  /** As in `linearFit`; "HC3" where long jobs scatter more than short ones. */
  errors?: "plain" | "HC3" | { lags: number | "auto" };
}

/**
 * Job time against NFE: seconds = overhead + perNfe·NFE by least squares. The slope is the time of one
 * evaluation and 1/slope a rate without the overhead; the intercept is what every job pays once: encoding,
 * decoding, saving.
 *
 * @param jobs Runs (their job window, submission to success), or rows {nfe, seconds}; NFE must vary
 * @throws {KineticsError} a run that did not finish, NFE that is not a positive number
 * @throws {FitError} fewer than 3 jobs, all with the same NFE
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stepsLine } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 *
 * const runs = dataset("h100/runs").filter((run) => run.group === "steps");
 * const line = stepsLine(runs.map((run) => ({ nfe: run.nfe, seconds: run.job_s })));
 * assert.equal(line.perNfe.value.toFixed(3), "0.142"); // s an evaluation
 * assert.equal(line.overhead.value.toFixed(2), "0.52"); // s a job
 * console.log(String(line));
 * ```
 */
export function stepsLine(
  jobs: readonly (Timed | JobTime)[],
  options: StepsLineOptions = {},
): StepsLine {
  const rows = jobs.map(jobTime);
  const x = rows.map((r) => r.nfe), y = rows.map((r) => r.seconds);
  const fit = linearFit(x, y, { name: "NFE", errors: options.errors ?? "plain" });
  const [overhead, perNfe] = fit.coefficients;
  const [lo, hi] = perNfe.ci;
  const notes: string[] = [];
  if (lo <= 0) notes.push("The slope may be 0: these jobs do not show a time an evaluation.");
  if (overhead.value < 0) {
    notes.push(
      overhead.ci[1] < 0
        ? "The overhead came out negative, and its interval too: time is not a line in NFE."
        : "The overhead came out negative, but its interval holds 0: these jobs do not tell it.",
    );
  }
  const top = Math.max(...x);
  const at = Array.from({ length: 101 }, (_, i) => top * i / 100);
  const result: StepsLine = {
    name: "stepsLine",
    perNfe: fromCoefficient(perNfe, "s"),
    overhead: fromCoefficient(overhead, "s"),
    rate: {
      value: 1 / perNfe.value,
      se: perNfe.se / perNfe.value ** 2,
      ci: [1 / hi, lo > 0 ? 1 / lo : Infinity],
      unit: "s⁻¹",
    },
    r2: fit.r2,
    n: fit.n,
    points: rows.map((r, i) => ({ ...r, residual: fit.residuals[i] })),
    line: band(fit, at, "confidence").map((b, i) => ({
      nfe: at[i],
      seconds: fit.predict(at[i]),
      lo: b.lo,
      hi: b.hi,
    })),
    errors: fit.errors,
    notes,
    fit,
  };
  return printable(result, text);
}

function jobTime(job: Timed | JobTime): JobTime {
  if (!("times" in job)) {
    check(job.nfe, job.seconds, job.run);
    return { nfe: job.nfe, seconds: job.seconds, ...(job.run ? { run: job.run } : {}) };
  }
  const { success, submitted = 0 } = job.times;
  const seconds = (success ?? NaN) - submitted;
  check(job.nfe, seconds, job.id);
  return { nfe: job.nfe, seconds, ...(job.id ? { run: job.id } : {}) };
}

function check(nfe: number, seconds: number, run = "a job"): void {
  if (!(nfe > 0)) {
    throw new KineticsError("no evaluations", `Run ${run}: NFE is ${nfe}; it must be above 0.`);
  }
  if (seconds > 0 && seconds < Infinity) return;
  throw new KineticsError(
    "no time",
    `Run ${run}: its time is ${seconds} s. Leave out runs that did not finish.`,
  );
}

function text(line: StepsLine): string {
  return [
    `Job time against NFE, ${line.n} jobs, R² ${significant(line.r2)}, errors: ${line.errors}`,
    `  an evaluation  ${estimateText(line.perNfe)}`,
    `  overhead       ${estimateText(line.overhead)}`,
    `  rate           ${estimateText(line.rate)}`,
    ...line.notes,
  ].join("\n");
}
