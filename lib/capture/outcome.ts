import { setTimeout as sleep } from "node:timers/promises";
import { type Host, HostTimeoutError, HostUnreachableError, HttpError } from "@kgen/comfy";

/** What /history says about a job. */
export interface Outcome {
  success: boolean;
  /** data of execution_error or execution_interrupted. */
  failure: { type: string; data: Record<string, any> } | null;
  /** Host's clock, ms, at execution_start and execution_success. */
  clock: { start: number | null; success: number | null };
  /** What the output nodes made, by node id. */
  outputs: Record<string, any>;
}

function read(entry: any): Outcome {
  const messages: [string, any][] = Array.isArray(entry.status?.messages)
    ? entry.status.messages
    : [];
  const find = (type: string) => messages.find((m) => m[0] === type)?.[1];
  const failed = ["execution_error", "execution_interrupted"].find((type) => find(type));
  return {
    success: entry.status?.status_str === "success" && entry.status?.completed !== false,
    failure: failed ? { type: failed, data: find(failed) } : null,
    clock: {
      start: find("execution_start")?.timestamp ?? null,
      success: find("execution_success")?.timestamp ?? null,
    },
    outputs: entry.outputs ?? {},
  };
}

/** One question to the host: is the job through (Outcome), at work ("busy"), or not known (null)? */
export async function ask(
  host: Host,
  promptId: string,
  signal?: AbortSignal,
): Promise<Outcome | "busy" | null> {
  const entry = (await host.history(promptId, { signal }))[promptId];
  if (entry) return read(entry);
  const queue = await host.queue({ signal });
  const there = [...queue.queue_running, ...queue.queue_pending].some((job) => job[1] === promptId);
  return there ? "busy" : null;
}

/** ms for which a host that refuses connections is asked again. */
const patience = 3000;

/**
 * Asks until the job is through. Null when the host has neither the job nor its history, twice
 * in a row some time apart: it was removed, or the host was restarted.
 *
 * @throws HostUnreachableError when the host has gone, HostTimeoutError when it does not answer
 */
export async function waitForOutcome(
  host: Host,
  promptId: string,
  signal?: AbortSignal,
): Promise<Outcome | null> {
  let unknown = 0;
  let pause = 50;
  let gone: number | null = null;
  for (;;) {
    try {
      const said = await ask(host, promptId, signal);
      gone = null;
      if (said !== null && said !== "busy") return said;
      // Between the queue and the history a job can be in neither for a moment.
      unknown = said === null ? unknown + 1 : 0;
      if (unknown >= 5) return null;
    } catch (error) {
      if (signal?.aborted) return null;
      const passing = error instanceof HostUnreachableError || error instanceof HostTimeoutError ||
        error instanceof HttpError && error.status >= 500;
      gone ??= Date.now();
      if (!passing || Date.now() - gone > patience) throw error;
    }
    if (signal?.aborted) return null;
    await sleep(pause);
    pause = Math.min(pause * 2, 1000);
  }
}
