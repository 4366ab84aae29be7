import { significant } from "@kgen/stats";
import type { Timed } from "./rate.ts";

/** Shorter waits are the way of a job into the host, not its queue, s. */
const SHORT = 0.1;

/** How long a job waited for others, s. */
export const queued = ({ times: { submitted = 0, started } }: Timed): number =>
  Math.max(0, (started ?? submitted) - submitted);

/** What to say of the waits in a window that begins at submission; "" when there was none. */
export function queuedWord(waits: readonly number[]): string {
  const long = waits.filter((s) => s > SHORT);
  if (long.length === 0) return "";
  if (waits.length === 1) {
    return `; the job waited ${significant(long[0], 3)} s in the queue; that is in this window`;
  }
  return `; ${long.length} of the jobs waited in the queue, up to ` +
    `${significant(Math.max(...long), 3)} s; that is in this window`;
}
