import {
  ComfyError,
  ExecutionError,
  type Host,
  HostUnreachableError,
  InterruptedError,
  ProtocolError,
} from "@kgen/comfy";
import type { Ending } from "./job.ts";
import { type Outcome, waitForOutcome } from "./outcome.ts";
import type { Recorder } from "./recorder.ts";

/** Whether the job succeeded, by /history. Throws when it did not. */
export async function judge(
  host: Host,
  promptId: string,
  ending: Ending,
  recorder: Recorder,
): Promise<Outcome> {
  if (ending === "stopped") {
    throw new InterruptedError("The run was stopped; what was recorded is kept as a partial Run.");
  }
  const outcome = await waitForOutcome(host, promptId).catch((error) => {
    if (!(error instanceof HostUnreachableError)) throw error;
    const step = recorder.evaluations.at(-1)?.step ?? 0;
    const reason = `it went away while the job ran, after step ${step}`;
    throw new HostUnreachableError(host.url, reason, { cause: error });
  });
  if (outcome === null) {
    throw new ComfyError(
      "protocol",
      `${host.url} no longer knows the job: it was removed from the queue or the host was restarted.`,
    );
  }
  if (outcome.success) return outcome;
  const failure = outcome.failure ?? recorder.failure;
  if (failure?.type === "execution_error") throw new ExecutionError(failure.data);
  if (failure?.type === "execution_interrupted") {
    throw new InterruptedError(
      `Somebody interrupted the job on ${host.url} at node ${failure.data.node_id} ` +
        `(${failure.data.node_type}).`,
    );
  }
  throw new ProtocolError(`${host.url} says that the job failed, and not why.`);
}
