import { complexity } from "./complexity.ts";
import { KineticsError } from "./errors.ts";

/** C of a run: the given one, or that of its prompt; 1 with a note where the prompt has none. */
export function complexityOfRun(
  choice: number | "prompt",
  prompt: string,
  notes: string[],
): number {
  if (choice !== "prompt") {
    if (choice > 0 && choice < Infinity) return choice;
    throw new KineticsError(
      "argument",
      `C, the prompt complexity, must be a positive number or "prompt"; got ${choice}.`,
    );
  }
  try {
    return complexity(prompt).C;
  } catch (e) {
    if (!(e instanceof KineticsError)) throw e;
    notes.push(`C is taken as 1: ${e.message}`);
    return 1;
  }
}
