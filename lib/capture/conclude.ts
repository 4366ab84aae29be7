import type { Ending } from "./job.ts";
import type { Outcome } from "./outcome.ts";
import { type Recorder, seconds } from "./recorder.ts";
import type { Run } from "./run.ts";

/** Puts what the recorder knows into the Run. */
export function conclude(
  run: Run,
  recorder: Recorder,
  previewMethod: string,
  ending: Ending,
  outcome: Outcome | null,
  warnings: string[],
): void {
  const { times } = recorder;
  run.evaluations = recorder.evaluations;
  run.nfe = recorder.nfe;
  if (run.steps === 0) run.steps = recorder.steps ?? recorder.evaluations.length;
  run.phases = recorder.phases();
  run.start = run.phases.some((p) => p.phase === "load" && !p.cached) ? "cold" : "warm";
  run.times = times;
  recorder.conclude(previewMethod);
  const lost = ending === "closed" || ending === "silent";
  // With the stream cut, only the last step and its frame prove that none before is missing.
  const last = recorder.evaluations.at(-1);
  const reached = last !== undefined && last.step === recorder.steps &&
    (previewMethod === "none" || last.frame !== null);
  const whole = !lost || reached;
  if (outcome && lost) {
    warnings.push(
      (ending === "closed"
        ? "The host closed the socket before the job was through"
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
