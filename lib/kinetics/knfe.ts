import { meanInterval, printable } from "@kgen/stats";
import { overRunsInterval } from "./knfe_interval.ts";
import { queued, queuedWord } from "./knfe_queue.ts";
import { KineticsError } from "./errors.ts";
import { type Rate, rateText, type RateWindow, type Timed } from "./rate.ts";
import { nameOf, overSampling, tooFew } from "./sampling_window.ts";

/**
 * The generation rate k_gen = NFE/Δt in s⁻¹: evaluations of the denoiser per second.
 *
 * - `sampling` (default): from the end of the first evaluation to the end of the last,
 *   (NFE_last − NFE_first)/(t_last − t_first). The first evaluation is left out because a host
 *   loads the model onto the GPU inside the sampler node, before that evaluation ends, and the two
 *   cannot be told apart. The interval: the mean time of an evaluation over the steps ± t·SE,
 *   turned over (the reciprocals of its ends). It tells how steady this run was, not how the next
 *   one will be.
 * - `job`: NFE/(success − submission), with loading, decoding and saving. One number, no interval.
 *   A wait in the host's queue of more than 0.1 s is in it, and the note says so.
 *
 * For several runs: the mean of their rates, n = runs, with the t interval of ln k, so that its limits
 * are positive; none below three runs. That is the one to publish.
 *
 * @param run a Run, or several
 * @throws {KineticsError} fewer than two evaluations in the sampling window, a run that did not
 * finish in the job window, times that do not advance
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { kNfe } from "@kgen/kinetics";
 *
 * const ends = [0.30, 0.40, 0.51, 0.60, 0.70]; // the first one loads the model
 * const run = {
 *   nfe: 5,
 *   evaluations: ends.map((t, i) => ({ nfe: i + 1, t, tJob: t + 0.2 })),
 *   times: { submitted: 0, success: 1.25 },
 * };
 * const rate = kNfe(run);
 * assert.equal(rate.value.toFixed(2), "10.00"); // 4 NFE in 0.4 s
 * assert.equal(kNfe(run, "job").value, 4); // 5 NFE in 1.25 s
 * console.log(String(rate));
 * ```
 */
export function kNfe(run: Timed | readonly Timed[], window: RateWindow = "sampling"): Rate {
  if (window !== "sampling" && window !== "job") {
    throw new KineticsError("argument", `window must be "sampling" or "job"; got "${window}".`);
  }
  if (isList(run)) return run.length === 1 ? kNfe(run[0], window) : overRuns(run, window);
  return printable(window === "job" ? overJob(run) : overSampling(run), rateText);
}

const isList = (run: Timed | readonly Timed[]): run is readonly Timed[] => Array.isArray(run);

function overJob(run: Timed): Rate {
  const { success, submitted = 0 } = run.times;
  if (!(run.nfe > 0)) throw new KineticsError("no evaluations", tooFew(run));
  if (success === null || success === undefined || !(success > submitted)) {
    throw new KineticsError(
      "no time",
      `${nameOf(run)} has no time of success, so it has no job window: it failed, was ` +
        `interrupted, or its end was not seen. Use the sampling window or another run.`,
    );
  }
  const seconds = success - submitted;
  const note = "from submission to success, with loading, decoding and saving; " +
    "one job tells no spread: repeat it with new seeds for an interval" + queuedWord([queued(run)]);
  return {
    name: "kNfe",
    value: run.nfe / seconds,
    unit: "s⁻¹",
    window: "job",
    nfe: run.nfe,
    seconds,
    se: null,
    ci: null,
    n: 1,
    note,
  };
}

function overRuns(runs: readonly Timed[], window: RateWindow): Rate {
  if (runs.length === 0) {
    throw new KineticsError("no evaluations", "The list of runs is empty: there is no rate.");
  }
  const rates = runs.map((run) => kNfe(run, window));
  const values = rates.map((r) => r.value);
  const { mean, se, n } = meanInterval(values);
  const ci = overRunsInterval(values);
  const mixed = new Set(runs.map((run) => run.nfe)).size > 1;
  const rate: Rate = {
    name: "kNfe",
    value: mean,
    unit: "s⁻¹",
    window,
    nfe: rates.reduce((sum, r) => sum + r.nfe, 0),
    seconds: rates.reduce((sum, r) => sum + r.seconds, 0),
    se,
    ci,
    n,
    note: `mean of the rates of ${n} runs, ` +
      (ci ? "t interval of ln k" : "too few for an interval: it takes 3") +
      (mixed ? "; the runs differ in NFE" : "") +
      (window === "job" ? queuedWord(runs.map(queued)) : ""),
  };
  return printable(rate, rateText);
}
