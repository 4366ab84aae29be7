import type { Ending } from "./job.ts";
import type { Outcome } from "./outcome.ts";
import type { Recorder } from "./recorder.ts";
import { seconds } from "./seconds.ts";
import type { Seen } from "./read_watch.ts";
import type { Run } from "./run.ts";

/** Puts what the recorder knows into the Run, and what the plugin saw before that. */
export function conclude(
  run: Run,
  recorder: Recorder,
  previewMethod: string,
  ending: Ending,
  outcome: Outcome | null,
  warnings: string[],
  seen: Seen | null = null,
): void {
  const watched = seen !== null && seen.passes.length > 0;
  const times = { ...recorder.times, ...seen?.times };
  run.evaluations = watched ? seen.evaluations : recorder.evaluations;
  run.nfe = watched ? seen.nfe : recorder.nfe;
  if (run.steps === 0) run.steps = recorder.steps ?? recorder.evaluations.length;
  run.phases = recorder.phases();
  run.start = run.phases.some((p) => p.phase === "load" && !p.cached) ? "cold" : "warm";
  run.times = times;
  if (!watched) recorder.conclude(previewMethod);
  const lost = ending === "closed" || ending === "silent";
  // A stream that was cut may have come back, so steps in the middle can be missing too.
  const last = recorder.evaluations.at(-1);
  const reached = last !== undefined && last.step === recorder.steps &&
    (previewMethod === "none" ||
      last.frame !== null && recorder.evaluations.length === recorder.steps);
  const whole = !lost || reached || watched && seen.passes.every((p) => p.complete);
  if (outcome && lost) {
    warnings.push(
      (ending === "closed"
        ? "The socket was cut before the job was through"
        : "The host fell silent before it said that the job was through") +
        "; /history says that it succeeded." +
        (whole ? "" : " The evaluations are incomplete."),
    );
    const { start, success } = outcome.clock;
    if (times.success === null && times.started !== null && start !== null && success !== null) {
      times.success = seconds(times.started * 1000 + success - start);
      warnings.push("The end of the job is taken from the host's own clock.");
    }
  }
  run.status = outcome?.success && whole ? "complete" : "partial";
  run.warnings = [...new Set([...run.warnings, ...warnings, ...recorder.warnings])];
}

/** An error as run.json keeps it. */
export function describe(error: unknown): NonNullable<Run["error"]> {
  const e = error as any;
  return {
    name: String(e?.name ?? "Error"),
    code: typeof e?.code === "string" ? e.code : null,
    message: String(e?.message ?? error),
    node: typeof e?.nodeId === "string" ? e.nodeId : null,
  };
}
