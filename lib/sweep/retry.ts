import type { Judgement } from "./judge.ts";

/** Runs that one cell gets when chance or the host is at fault. */
export const attemptsAtMost = 3;

/**
 * What follows an attempt: its outcome is recorded, the whole sweep stops, or the cell is tried again: after
 * a pause, or when the host is back.
 */
export type AfterAttempt = "record" | "stop" | "pause" | "await host";

/** @param attempts those that counted, this one included */
export function afterAttempt(fault: Judgement | null, attempts: number): AfterAttempt {
  if (fault?.consequence === "stop") return "stop";
  if (attempts >= attemptsAtMost) return "record";
  if (fault?.consequence === "host") return "await host";
  return fault?.consequence === "again" ? "pause" : "record";
}

/** ms before the next attempt. */
export const pauseBefore = (attempts: number): number => 1000 * 2 ** attempts;
