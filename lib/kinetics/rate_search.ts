import { FitError, type NonlinearFit, nonlinearFit, significant } from "@kgen/stats";
import type { Completeness, CompletenessPoint } from "./completeness.ts";
import { KineticsError } from "./errors.ts";

/** A plateau above this means that the points do not bend enough to show one. */
export const HIGHEST_PLATEAU = 10;

/** Refuses too few usable frames, and names those that are left out. */
export function refuseFew(c: Completeness, points: CompletenessPoint[], needed: number): void {
  if (points.length >= needed) return;
  const left = c.points.filter((p) => !p.used).map((p) => `step ${p.step} (${p.why})`).join("; ");
  throw new KineticsError(
    "too few points",
    `Run ${c.run} has ${points.length} usable frame${
      points.length === 1 ? "" : "s"
    } and this fit needs ` +
      `${needed}.` + (left === "" ? "" : ` Not used: ${left}.`) + ` Run more steps` +
      (needed > 4 ? `, or fix the plateau.` : `.`),
  );
}

/** k·C, and the plateau if it is free, by nonlinear least squares from several starts. */
export function search(
  c: Completeness,
  model: (t: number, p: number[]) => number,
  t: number[],
  I: number[],
  free: boolean,
): NonlinearFit {
  const scale = 1 / Math.max(...t), high = Math.max(...I, 0.1);
  const rates = [0.3, 1, 3, 10].map((v) => v * scale);
  const starts = free ? rates.flatMap((k) => [[k, high], [k, 1.5 * high]]) : rates.map((k) => [k]);
  const names = free ? ["kC", "plateau"] : ["kC"];
  const lower = free ? [0, 0] : [0], upper = free ? [Infinity, HIGHEST_PLATEAU] : [Infinity];
  const flat = () =>
    new KineticsError(
      "no progress",
      `I of run ${c.run} by ${c.metric} does not rise from 0 over the used frames (it is ` +
        `${significant(I[0])} at the first and ${
          significant(I[I.length - 1])
        } at the last of them), ` +
        `so there is no rate. Look at the frames, or use another metric.`,
    );
  let fit: NonlinearFit;
  try {
    fit = nonlinearFit(model, t, I, starts, { names, lower, upper });
  } catch (e) {
    // At k = 0 or with a plateau of 0 the other parameter has no effect.
    if (e instanceof FitError && e.problem === "singular") throw flat();
    throw e;
  }
  if (fit.coefficients.some((b) => b.value === 0)) throw flat();
  return fit;
}
