import { FitError, type NonlinearFit, nonlinearFit, significant } from "@kgen/stats";
import type { Completeness, CompletenessPoint } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";

/** A plateau above this means that the points do not bend enough to show one. */
export const HIGHEST_PLATEAU = 10;

/** An order above this is not told from any other: the curve is all tail. */
export const HIGHEST_ORDER = 10;

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

/** What is searched for beside k·C. */
export interface Free {
  plateau: boolean;
  order: boolean;
}

/** k·C, and the plateau and the order if they are free, by nonlinear least squares from several starts. */
export function search(
  c: Completeness,
  model: (t: number, p: number[]) => number,
  t: number[],
  I: number[],
  free: Free,
): NonlinearFit {
  const scale = 1 / Math.max(...t), high = Math.max(...I, 0.1);
  // With a free order the starts in it do part of the work.
  let starts = (free.order ? [1, 6] : [0.3, 1, 3, 10]).map((v) => [v * scale]);
  const names = ["kC"], lower = [0], upper = [Infinity];
  if (free.plateau) {
    starts = starts.flatMap((s) => [[...s, high], [...s, 1.5 * high]]);
    names.push("plateau");
    lower.push(0);
    upper.push(HIGHEST_PLATEAU);
  }
  if (free.order) {
    starts = starts.flatMap((s) => [[...s, 1.1], [...s, 2.2]]);
    names.push("order");
    lower.push(0);
    upper.push(HIGHEST_ORDER);
  }
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
    // At k = 0 or with a plateau of 0 the other parameters have no effect.
    if (e instanceof FitError && e.problem === "singular") throw flat();
    throw e;
  }
  if (fit.coefficients.some((b) => b.name !== "order" && b.value === 0)) throw flat();
  return fit;
}
