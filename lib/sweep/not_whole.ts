import type { Run } from "@kgen/capture";
import type { Judgement } from "./judge.ts";

/** Why a Run is not whole, from its cause and not from what happened to be said last. */
export function notWhole(run: Run): Judgement {
  const of = (code: string, message: string): Judgement => ({
    consequence: "again",
    code,
    message,
  });
  const cut = run.warnings.find((w) => /socket was cut|fell silent/.test(w));
  if (cut) return of("cut", cut);
  if (run.evaluations.length === 0) {
    return of("nothing_evaluated", "Nothing was evaluated: the host answered from its cache.");
  }
  if (run.final === null) return of("no_picture", "The host has left no picture.");
  return of("partial", run.warnings.at(-1) ?? "The Run is not complete.");
}
