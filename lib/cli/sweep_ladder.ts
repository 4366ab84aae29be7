import process from "node:process";
import { Governor, type Knob } from "@kgen/sweep";
import { UsageError } from "./command.ts";
import { positive } from "./positive.ts";

/** The settings that a ladder goes through: W or MHz. */
export interface Rungs {
  knob: Knob;
  values: number[];
}

/** The ladder that the options ask for; null when they ask for none. */
export function ladderOf(power: string | undefined, clock: string | undefined): Rungs | null {
  if (power && clock) {
    throw new UsageError("one ladder at a time: --power-ladder or --clock-ladder");
  }
  const text = power ?? clock;
  if (text === undefined) return null;
  const knob = power ? "power" : "clock";
  return { knob, values: text.split(",").map((t) => positive(`${knob}-ladder`, t)!) };
}

/**
 * Calls `sweep` once at each rung, with its name. What was found is given back in any case: at the end, after an
 * error, after Ctrl-C or SIGTERM, and when a second Ctrl-C ends the process at once.
 *
 * @throws SweepError "no_permission" before anything is set
 */
export async function onLadder(
  { knob, values }: Rungs,
  dir: string,
  o: { where: string; gpu: number; signal: AbortSignal },
  sweep: (setting: string) => Promise<void>,
): Promise<void> {
  const governor = Governor.open(dir, knob, o);
  const atExit = () => governor.restore();
  process.on("exit", atExit);
  try {
    governor.check(values);
    for (const value of values) {
      if (o.signal.aborted) break;
      governor.set(value);
      await sweep(knob === "power" ? `power limit ${value} W` : `SM clock ${value} MHz`);
    }
  } finally {
    governor.restore();
    process.off("exit", atExit);
  }
}
