import type { Judgement } from "./judge.ts";
import { attemptsAtMost } from "./retry.ts";

/** Times that hosts may fail under a cell before the cell is taken for the cause. */
export const hostFaultsAtMost = 5;

/** Times that the worker of a cell may vanish before the cell is taken for the cause. */
export const stallsAtMost = 3;

/** What follows an attempt at a cell of a queue. */
export type Next =
  /** It is done. */
  | { do: "commit" }
  /** It has failed for good. */
  | { do: "fail"; fault: Judgement }
  /** After a pause, by whoever is free; it costs one of three attempts. */
  | { do: "again"; fault: Judgement }
  /** By another worker; it costs nothing, and this host is set aside. */
  | { do: "elsewhere"; fault: Judgement }
  /** This worker can do nothing for any cell. */
  | { do: "stop"; fault: Judgement };

/**
 * Decides what becomes of a cell.
 *
 * @param fault of the attempt; null when it gave a whole Run
 * @param attempts that counted, this one included
 * @param hostFaults times that a host failed under it, this one included
 */
export function decide(fault: Judgement | null, attempts: number, hostFaults: number): Next {
  if (fault === null) return { do: "commit" };
  switch (fault.consequence) {
    case "failed":
      return { do: "fail", fault };
    case "stop":
      return { do: "stop", fault };
    case "again":
      return attempts < attemptsAtMost ? { do: "again", fault } : { do: "fail", fault };
    case "host":
      if (hostFaults < hostFaultsAtMost) return { do: "elsewhere", fault };
      return {
        do: "fail",
        fault: {
          ...fault,
          message:
            `${hostFaults} times a host failed while it worked on this cell, so the cell is ` +
            `taken for the cause. The last time: ${fault.message}`,
        },
      };
  }
}

/** ms for which a host that fails is left alone: longer each time in a row, 10 minutes at most. */
export const restFor = (failuresInARow: number): number =>
  Math.min(600_000, 1000 * 5 ** Math.min(failuresInARow - 1, 4));
