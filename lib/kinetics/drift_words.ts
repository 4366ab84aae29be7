import type { Drift } from "./drift_types.ts";

/** What became of a run, in sentences. `end` is the clearly nearest reference of its last frame. */
export function driftWords(d: Drift, end: string | null): string {
  if (d.changes.length === 0) {
    return `Run ${d.run}: no frame is clearly nearer to one reference than to the others by ${d.metric}.`;
  }
  const way = d.changes.map((c) => `from step ${c.step} "${c.to}"`).join(", ");
  const verdict = end === null
    ? "At the end none is clearly nearest."
    : end !== d.own
    ? `Side product: it ends at "${end}", not at its own "${d.own}".`
    : d.changes.some((c) => c.from === d.own)
    ? `It ends at its own, after a detour.`
    : d.changes.length > 1
    ? `It ends at its own, after it looked like another.`
    : `It ends at its own and never drifted.`;
  return `Run ${d.run} by ${d.metric}, nearest reference: ${way}. ${verdict}`;
}
