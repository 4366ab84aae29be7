import {
  ComfyError,
  executionError,
  type Host,
  HostRestartedError,
  HostUnreachableError,
  InterruptedError,
  ProtocolError,
} from "@kgen/comfy";
import type { Ending } from "./job.ts";
import { type Outcome, waitForOutcome } from "./outcome.ts";
import type { Recorder } from "./recorder.ts";

/**
 * Whether the job succeeded, by /history. Throws when it did not. Where /history cannot say, and the socket
 * has said how the job ended, its word is taken, with a warning in the record.
 */
export async function judge(
  host: Host,
  promptId: string,
  ending: Ending,
  recorder: Recorder,
  signal?: AbortSignal,
): Promise<Outcome> {
  if (ending === "stopped") throw stopped();
  const told = recorder.done && recorder.times.success !== null;
  let outcome: Outcome | null;
  try {
    outcome = await waitForOutcome(host, promptId, signal);
  } catch (error) {
    if (told && error instanceof ComfyError) {
      return bySocket(recorder, `/history cannot be read (${error.message})`);
    }
    if (!(error instanceof HostUnreachableError)) throw error;
    const reason = `it went away while the job ran, ${after(recorder)}`;
    throw new HostUnreachableError(host.url, reason, { cause: error });
  }
  if (signal?.aborted) throw stopped();
  if (outcome?.success) return outcome;
  const failure = outcome?.failure ?? recorder.failure;
  if (failure?.type === "execution_error") throw executionError(failure.data);
  if (failure?.type === "execution_interrupted") {
    throw new InterruptedError(
      `Somebody interrupted the job on ${host.url} at node ${failure.data.node_id} ` +
        `(${failure.data.node_type}).`,
    );
  }
  if (outcome !== null) {
    throw new ProtocolError(`${host.url} says that the job failed, and not why.`);
  }
  if (told) return bySocket(recorder, "/history does not have the job");
  if (ending === "closed") throw new HostRestartedError(host.url, after(recorder));
  throw new InterruptedError(
    `${host.url} no longer knows the job: somebody took it out of the queue, or cleared the history.`,
  );
}

const stopped = () =>
  new InterruptedError("The run was stopped; what was recorded is kept as a partial Run.");

/** When something happened to the job, for people. */
function after(recorder: Recorder): string {
  const step = recorder.evaluations.at(-1)?.step ?? 0;
  return step > 0 || recorder.times.started !== null
    ? `after step ${step}`
    : "before the job began";
}

function bySocket(recorder: Recorder, why: string): Outcome {
  recorder.warnings.push(
    `That the job succeeded is the word of the socket alone: ${why}. Where its picture is, is not known.`,
  );
  return { success: true, failure: null, clock: { start: null, success: null }, outputs: {} };
}
