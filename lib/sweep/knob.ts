import { SweepError } from "./errors.ts";
import { isRefused, type Smi } from "./smi.ts";

/** What a ladder turns: the power limit, W, or the SM clock, MHz. */
export type Knob = "power" | "clock";

const names: Record<Knob, string> = { power: "the power limit", clock: "the SM clock" };

/** Arguments of nvidia-smi that hold a knob at a value. */
export const holdAt = (knob: Knob, value: number): string[] =>
  knob === "power" ? ["-pl", String(value)] : ["-lgc", `${value},${value}`];

/** What a clock ladder cannot give back. */
export const clocksAreReset =
  "Restoring resets the SM clocks to default: a lock set by somebody else is lost, " +
  "nvidia-smi does not report it.";

/** Arguments of nvidia-smi that give a knob back what was found; of the SM clock that is not known: it is reset. */
export const letGo = (knob: Knob, powerLimit: number): string[] =>
  knob === "power" ? ["-pl", String(powerLimit)] : ["-rgc"];

/**
 * Turns a knob of a GPU.
 *
 * @throws SweepError "no_permission"
 */
export function turn(run: Smi, gpu: number, knob: Knob, args: string[]): void {
  const answer = run(["-i", String(gpu), ...args]);
  if (isRefused(answer)) throw refusal(knob, answer.output);
}

/** That a knob cannot be turned, with what nvidia-smi said. */
export function refusal(knob: Knob, output: string): SweepError {
  const said = output.split("\n").slice(0, 2).join(" ") || "no answer";
  return new SweepError(
    "no_permission",
    `nvidia-smi does not let ${names[knob]} be set: ${said}. ` +
      "It needs root on the computer with the GPU. Run the sweep as root there, or leave the ladder out.",
  );
}
