import { band, linearFit, printable } from "@kgen/stats";
import type { Completeness } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { fallOf, fallProbability } from "./fall_null.ts";
import type { Quench, QuenchOptions } from "./quench_types.ts";
import { quenchNotes, quenchWords } from "./quench_words.ts";

/** Fewer frames than this show neither a fall nor a stall. */
const ENOUGH = 6;
/** A line with an error needs a few more than three. */
const IN_THIRD = 4;
/** Mean pace is reckoned as if at least this much had been reached, or a run that never began could not have stalled. */
const STARTED = 0.1;

/**
 * Did the reaction stop half way? (The seed document's "quench".) Two tests on the used frames:
 *
 * - **fell**: the mean of the last 3 frames (2 of fewer than 9) lies below the best such mean before them by at
 *   least `least`, and by more than frames that scatter about a level do in 5 % of trials (simulated; the scatter is
 *   estimated from second differences). A dip that the run recovers from is no fall.
 * - **stalled**: the least-squares line through the last third (4 frames at least) surely, by the upper end of a
 *   one-sided 95 % interval, gains less than a fifth of the run's mean pace, and at that pace for as long again would
 *   still end below the threshold. Runs that follow order 1 or 2 never do: they are still quick, or nearly complete.
 *
 * False alarms, 1,000 simulated runs a line (tests/kinetics/quench.test.ts): runs of 30 frames that follow order 1 or 2,
 * errors of SD 0.02 on I: at most 1 %; of SD 0.05: at most 4 %. Finished runs (a level at 1), SD 0.05: 6 %. Errors
 * must be independent: with neighbours correlated by 0.5, up to 10 %. Where the scatter hides the answer it is "unknown".
 *
 * @param c scored against something from outside the run: against its own last frame every run ends at 1
 * @throws {KineticsError} fewer than 6 used frames
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Completeness, quench } from "@kgen/kinetics";
 *
 * const run = (I: (t: number) => number) => ({
 *   run: "made-up", metric: "ssim", reference: "a finished picture", C: 1, notes: [],
 *   points: Array.from({ length: 30 }, (_, i) => {
 *     const t = (i + 1) / 10;
 *     return { step: i + 1, nfe: i + 1, t, I: I(t) + 0.004 * Math.sin(7 * i * i), used: true };
 *   }),
 * }) as unknown as Completeness;
 * assert.equal(quench(run((t) => 1 - Math.exp(-1.2 * t))).kind, "complete");
 * assert.equal(quench(run((t) => 0.6 * (1 - Math.exp(-4 * t)))).kind, "stalled");
 * assert.equal(quench(run((t) => t < 2 ? 0.4 * t : 0.8 - 0.3 * (t - 2))).kind, "fell");
 * ```
 */
export function quench(c: Completeness, options: QuenchOptions = {}): Quench {
  const { threshold = 0.95, pace = 0.2, least = 0.05, level = 0.95, noise } = options;
  if (noise !== undefined && !(noise > 0)) {
    throw new KineticsError("argument", `noise, an SD of I, must be above 0; got ${noise}.`);
  }
  const points = c.points.filter((p) => p.used), n = points.length;
  if (n < ENOUGH) {
    throw new KineticsError(
      "too few points",
      `Run ${c.run} has ${n} usable frame${
        n === 1 ? "" : "s"
      }; whether it was quenched needs ${ENOUGH}. ` +
        `Run more steps.`,
    );
  }
  const fall = fallOf(points.map((p) => p.I), noise);
  const p = fallProbability(fall.statistic, n, noise !== undefined);
  const last = lastThird(points, level);
  const hi = last.ci[1] + Math.max(0, last.slopeCi[1]) * points[n - 1].t;
  const fell = fall.drop >= least && p < 1 - level;
  const stalled = last.paceCi[1] < pace && hi < threshold;
  const kind = fell
    ? "fell"
    : last.I >= threshold || fall.end >= threshold
    ? "complete"
    : stalled
    ? "stalled"
    : last.slopeCi[0] > 0
    ? "rising"
    : "unknown";
  const result: Quench = {
    name: "quench",
    run: c.run,
    metric: c.metric,
    quenched: kind === "fell" || kind === "stalled",
    kind,
    threshold,
    end: fall.end,
    peak: { I: fall.peak, step: points[fall.at].step },
    drop: fall.drop,
    p,
    last,
    level,
    words: "",
    notes: quenchNotes(c),
  };
  result.words = quenchWords(result);
  return printable(result, (q) => [q.words, ...q.notes].join("\n"));
}

/** The line through the last third of the frames, with the bounds of one-sided tests. */
function lastThird(points: Completeness["points"], level: number): Quench["last"] {
  const third = points.slice(-Math.max(IN_THIRD, Math.ceil(points.length / 3)));
  const end = third[third.length - 1].t;
  // A two-sided interval of 90 % has the ends of one-sided tests of 5 %.
  const fit = linearFit(third.map((p) => p.t), third.map((p) => p.I), {
    name: "t",
    level: 2 * level - 1,
  });
  const [, slope] = fit.coefficients, [at] = band(fit, [end]);
  const mean = Math.max(at.y, STARTED) / end;
  return {
    fromStep: third[0].step,
    n: third.length,
    I: at.y,
    ci: [at.lo, at.hi],
    slope: slope.value,
    slopeCi: slope.ci,
    pace: slope.value / mean,
    paceCi: [slope.ci[0] / mean, slope.ci[1] / mean],
  };
}
