import type { FrameRow } from "@kgen/tables";
import { significant } from "@kgen/stats";
import { directionOf, type MetricLike, nameOf } from "./best_value.ts";
import type { CompletenessPoint, Plateau } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";

/** Refuses a baseline or plateau that is no number. */
export function notFinite(name: string, zero: number, one: number): never {
  throw new KineticsError(
    "argument",
    `${name} is ${zero} at the baseline` +
      (Number.isNaN(one) ? ": it" : ` and ${one} at the plateau: both`) +
      ` must be finite. Score the frames again, or give another one.`,
  );
}

/** Refuses a plateau that is no better than the baseline. */
export function checkPlateau(metric: string | MetricLike, zero: number, plateau: Plateau): void {
  const name = nameOf(metric), one = plateau.value, direction = directionOf(metric);
  if (!Number.isFinite(one)) notFinite(name, zero, one);
  if (zero === one) {
    throw new KineticsError(
      "no progress",
      `${name} of the baseline is ${zero}, the same as at the plateau: there is nothing to complete. ` +
        `Take another baseline, or a run with more steps.`,
    );
  }
  if (direction === null || (one > zero) === (direction === "higher")) return;
  throw new KineticsError(
    "wrong direction",
    `${name} goes from ${significant(zero)} at the baseline to ${
      significant(one)
    } at the plateau (` +
      `${plateau.name}), and of ${name} ${direction} is better: that is a loss. Is the direction right, ` +
      `or did the run get worse?`,
  );
}

/** Says which usable frames lie outside [0, 1]: the laws never do. */
export function noteOutside(points: CompletenessPoint[], notes: string[]): void {
  const steps = (outside: (I: number) => boolean) =>
    points.filter((p) => p.used && outside(p.I)).map((p) => p.step);
  const below = steps((I) => I < 0), above = steps((I) => I > 1);
  const which = (list: number[]) => `Step${list.length > 1 ? "s" : ""} ${list.join(", ")}`;
  if (below.length > 0) {
    notes.push(`${which(below)}: I below 0, further from the reference than the baseline.`);
  }
  if (above.length > 0) notes.push(`${which(above)}: I above 1, better than the plateau.`);
}

/** Why a fit may not use a frame; null where it may. */
export function reason(
  row: FrameRow,
  I: number,
  isBaseline: boolean,
  isReference: boolean,
): string | null {
  if (isBaseline) return "it is the baseline: I = 0 by construction";
  if (isReference) {
    return Number.isFinite(I)
      ? "it is its own reference: I = 1 by construction"
      : `it is its own reference: its score is ${row.value}`;
  }
  if (!Number.isFinite(I)) return `its score is ${row.value}`;
  return null;
}
