import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { EventStream, Graph, Host, Settings } from "@kgen/comfy";
import type { Context } from "./context.ts";
import { type Ending, follow } from "./job.ts";
import { judge } from "./judge.ts";
import { eventLine } from "./line.ts";
import { MessageClock } from "./host_clock.ts";
import type { Outcome } from "./outcome.ts";
import { Recorder } from "./recorder.ts";
import type { Run } from "./run.ts";

/** A job that the host has, and what listens to it. */
export interface Queued {
  promptId: string;
  graph: Graph;
  stream: EventStream;
  recorder: Recorder;
  clock: MessageClock;
  /** performance.now() at submission, ms. */
  t0: number;
}

/** A job that is through. */
export interface Finished {
  ending: Ending;
  outcome: Outcome;
}

/** Opens the socket and queues a graph. Nothing is left open when that fails. */
export async function queueJob(
  host: Host,
  graph: Graph,
  settings: Settings,
  previewMethod: Run["previewMethod"],
  o: { signal?: AbortSignal; before?: () => void } = {},
): Promise<Queued> {
  const promptId = randomUUID();
  const clientId = randomUUID();
  const stream = await host.listen(clientId);
  try {
    o.signal?.throwIfAborted();
    o.before?.();
    const t0 = performance.now();
    const recorder = new Recorder(graph, promptId, settings, t0);
    await host.submit(graph, {
      promptId,
      clientId,
      extraData: { preview_method: previewMethod },
    });
    return { promptId, graph, stream, recorder, clock: new MessageClock(t0), t0 };
  } catch (error) {
    stream.close();
    // No answer does not mean that the host has not queued it.
    if ((error as any)?.code === "timeout") host.interrupt(promptId).catch(() => {});
    throw error;
  }
}

/**
 * Reads a job to its end, into events.jsonl and, with `previews`, into frames.
 *
 * @throws what the job failed by, see judge()
 */
export async function readJob(
  c: Context,
  job: Queued,
  o: { previews: boolean; ending?: (e: Ending) => void },
): Promise<Finished> {
  const { recorder } = job;
  const ending = await follow(c.host, job.stream, job.promptId, (e) => {
    job.clock.push(e);
    const file = recorder.push(e);
    const keep = file && (o.previews || file.sent) ? file : null;
    if (file && !keep) recorder.drop(file);
    c.folder.event(eventLine(e, c.t0, keep));
    if (keep) c.folder.file(keep.frame, keep.bytes);
    if (job.t0 === c.t0) c.progress.update(recorder, job.graph);
    return recorder.done;
  }, { quiet: c.quiet, signal: c.stop });
  o.ending?.(ending);
  if (c.folder.failure) throw c.folder.failure;
  return { ending, outcome: await judge(c.host, job.promptId, ending, recorder, c.stop) };
}
