import { significant } from "@kgen/stats";
import type { Completeness } from "./completeness_types.ts";
import { isOwnReference } from "./own_reference.ts";
import type { Quench } from "./quench_types.ts";

const part = (v: number) => `${significant(100 * v, 2)} %`;

/** A verdict on quenching that can be read aloud. */
export function quenchWords(q: Quench): string {
  const { last, threshold } = q, I = (v: number) => significant(v, 3);
  const pace = `${part(last.pace)} of the run's mean pace`;
  switch (q.kind) {
    case "fell":
      return `Quenched: I fell by ${I(q.drop)}, from ${I(q.peak.I)} about step ${q.peak.step} to ${
        I(q.end)
      } at the end (p = ${significant(q.p, 2)} for frames that only scatter about a level).`;
    case "stalled":
      return `Quenched: I stalled at ${
        I(last.I)
      }, below ${threshold}. From step ${last.fromStep} on it gains ` +
        `${pace}, at most ${part(last.paceCi[1])}.`;
    case "complete":
      return `Not quenched: I ends at ${
        I(Math.max(q.end, last.I))
      }, and ${threshold} counts as complete.`;
    case "rising":
      return `Not quenched, and not complete: I ends at ${I(last.I)} and still rises, at ${pace}.`;
    case "unknown":
      return `Not known: I ends at ${
        I(last.I)
      }, below ${threshold}, and its frames scatter too much to tell a ` +
        `stall from a rise (${part(last.paceCi[0])} to ${part(last.paceCi[1])} of its mean pace).`;
  }
}

/** What makes a quench hard to see in this completeness. */
export function quenchNotes(c: Completeness): string[] {
  if (c.plateau?.kind === "fitted") {
    return [
      "I = 1 is this run's own fitted plateau, so it cannot stall below it: take another plateau.",
    ];
  }
  if (c.plateau?.kind === "last frame" || isOwnReference(c.reference)) {
    return [
      "Scored against its own last frame every run ends at 1, so a stall cannot be seen: score it against the " +
      "finished picture of a longer run, or by a metric without reference.",
    ];
  }
  return [];
}
