import { tInterval } from "@kgen/stats";
import { KineticsError } from "./errors.ts";
import type { Rate, Timed } from "./rate.ts";

/** How errors call a run. */
export const nameOf = (run: Timed) => run.id === undefined ? "This run" : `Run ${run.id}`;

/** The rate from the end of the first evaluation to the end of the last. */
export function overSampling(run: Timed): Rate {
  const steps = run.evaluations;
  if (steps.length < 2) throw new KineticsError("no evaluations", tooFew(run));
  const first = steps[0], last = steps[steps.length - 1];
  const nfe = last.nfe - first.nfe, seconds = last.t - first.t;
  steps.forEach(({ t, nfe }, i) => {
    if (!Number.isFinite(t)) {
      throw new KineticsError("no time", `${nameOf(run)}: step ${i + 1} has no time (${t}).`);
    }
    if (i > 0 && nfe <= steps[i - 1].nfe) {
      throw new KineticsError("bad table", `${nameOf(run)}: NFE does not grow at step ${i + 1}.`);
    }
  });
  if (!(seconds > 0)) {
    throw new KineticsError(
      "no time",
      `${nameOf(run)}: the ${steps.length} steps span ${seconds} s, so there is no rate. ` +
        `Their messages arrived together, or the clock stood still: capture it again.`,
    );
  }
  const lengths = steps.slice(1).map((s, i) => ({
    evals: s.nfe - steps[i].nfe,
    s: s.t - steps[i].t,
  }));
  const value = nfe / seconds, n = lengths.length;
  const spread = n < 2 ? null : meanSpread(lengths, seconds / nfe, nfe);
  const together = lengths.filter((l) => l.s <= 0).length;
  const notes = [
    `from the end of the first evaluation to the end of the last, over ${n} step${
      n > 1 ? "s" : ""
    }`,
    n < 2 ? "one step tells no spread: no interval" : "",
    together > 0
      ? `${together} step${
        together > 1 ? "s" : ""
      } arrived with the one before: the interval is too wide`
      : "",
    spread?.ci[1] === Infinity ? "the steps vary so much that the rate has no upper limit" : "",
  ];
  return {
    name: "kNfe",
    value,
    unit: "s⁻¹",
    window: "sampling",
    nfe,
    seconds,
    se: spread?.se ?? null,
    ci: spread?.ci ?? null,
    n,
    note: notes.filter((s) => s !== "").join("; "),
  };
}

/**
 * SE and interval of the rate from the lengths of the steps. A step of e evaluations takes e·τ with
 * a variance in proportion to e: SE(τ)² = Σ (s − eτ)²/e / ((n − 1)·Σe); for steps of one
 * evaluation that is the SE of a mean.
 */
function meanSpread(lengths: { evals: number; s: number }[], tau: number, nfe: number) {
  const n = lengths.length;
  const variance = lengths.reduce((sum, { evals, s }) => sum + (s - evals * tau) ** 2 / evals, 0) /
    (n - 1);
  const se = Math.sqrt(variance / nfe);
  const [lo, hi] = tInterval(tau, se, n - 1);
  const ci: [number, number] = [1 / hi, lo > 0 ? 1 / lo : Infinity];
  return { se: se / tau ** 2, ci };
}

/** Why a run has no rate. */
export function tooFew(run: Timed): string {
  const count = run.evaluations.length;
  if (count === 0) {
    return `${nameOf(run)} has no evaluations: the host had this picture already (the same graph ` +
      `and seed), or the run failed. Use a new seed.`;
  }
  return `${
    nameOf(run)
  } has one evaluation: the sampling window, from the end of the first to the ` +
    `end of the last, is empty. Run at least 2 steps, or use the job window.`;
}
