import { setTimeout as sleep } from "node:timers/promises";
import { asJson, beginning, mustSucceed } from "./answer.ts";
import type { CallOptions } from "./call_options.ts";
import { HostUnreachableError, NotComfyError } from "./errors.ts";
import type { Host } from "./host.ts";
import type { HostRequests } from "./host_requests.ts";
import type { Reply } from "./http.ts";
import { rejection } from "./rejection.ts";
import type { Graph } from "./workflow.ts";

/** Who queues a graph, and under which id. */
export interface Submission extends CallOptions {
  promptId: string;
  clientId: string;
  extraData?: Record<string, unknown>;
}

/** A job that the host has queued. */
export interface Submitted {
  promptId: string;
  /** Place in the queue: smaller numbers come first. */
  number: number;
}

/** ms between two looks for a job whose queueing was not confirmed. */
const lookAgain = [50, 200, 500];

/** Queues a graph, see {@linkcode Host.submit}. */
export async function submitGraph(
  host: Pick<Host, "queue" | "history" | "interrupt">,
  requests: HostRequests,
  graph: Graph,
  o: Submission,
): Promise<Submitted> {
  const { at } = requests;
  const path = "/prompt";
  const body = {
    prompt: graph,
    prompt_id: o.promptId,
    client_id: o.clientId,
    extra_data: o.extraData ?? {},
  };
  let reply: Reply;
  try {
    reply = await requests.any(path, { method: "POST", body, signal: o.signal });
  } catch (error) {
    const queued = error instanceof HostUnreachableError ? await numberOf(host, o.promptId) : null;
    if (queued === null) throw error;
    return { promptId: o.promptId, number: queued };
  }
  if (reply.status !== 400) mustSucceed(at, path, reply);
  const said = asJson(at, path, reply);
  if (reply.status === 400) throw rejection(at.base, said, graph);
  // The host queues what it can when some of the outputs are wrong. Here that is not enough.
  if (Object.keys(said?.node_errors ?? {}).length > 0) {
    await host.interrupt(o.promptId);
    throw rejection(at.base, said, graph);
  }
  if (typeof said?.prompt_id !== "string") {
    throw new NotComfyError(at.base, `/prompt gave no prompt_id but ${beginning(at, reply, 80)}`);
  }
  return { promptId: said.prompt_id, number: said.number };
}

/** Number of a job that the host has after all; null when it has not, or does not say. */
async function numberOf(
  host: Pick<Host, "queue" | "history">,
  promptId: string,
): Promise<number | null> {
  for (const pause of lookAgain) {
    await sleep(pause);
    try {
      const { queue_running, queue_pending } = await host.queue();
      const job = [...queue_running, ...queue_pending].find((j) => j[1] === promptId);
      if (job) return Number(job[0]);
      const entry = (await host.history(promptId))[promptId];
      if (entry) return Number(entry.prompt?.[0] ?? 0);
    } catch {
      // asked again, or given up: the first error is thrown
    }
  }
  return null;
}
