import { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";
import { performance } from "node:perf_hooks";
import type { EventStream, Host, HostEvent } from "@kgen/comfy";
import { ask } from "./outcome.ts";

/** ms that a host gets to end a job after it was told to. */
const grace = 5000;
/** ms between questions about a job that the host does not know, or to a host that does not answer. */
const doubt = 500;
/** Times in a row that a host must not know a job; between the queue and the history it may be in neither. */
const sure = 3;

/**
 * Why the reading of a job ended. "closed": the connection was lost at least once, so that events may be
 * missing, whatever came after.
 */
export type Ending = "done" | "closed" | "silent" | "stopped";

export interface JobOptions {
  /** ms without a word about the job after which the host is asked whether it is through. */
  quiet: number;
  /** Stops the job. */
  signal: AbortSignal;
}

/**
 * Reads the events of a job until `take` says that it is through, the socket is lost for good, /history
 * says that it is through while the socket is silent or was lost, or the job is stopped by the signal.
 * The socket is only news: what it says of other jobs is no sign of life of this one.
 */
export async function follow(
  host: Host,
  stream: EventStream,
  promptId: string,
  take: (e: HostEvent) => boolean,
  o: JobOptions,
): Promise<Ending> {
  let ending: Ending = "closed";
  let lost = false;
  let next = performance.now() + o.quiet;
  let asking = false;
  let unknown = 0;
  let mute: number | null = null;
  const look = async () => {
    if (asking || performance.now() < next) return;
    asking = true;
    try {
      const said = await ask(host, promptId, o.signal);
      mute = null;
      unknown = said === null ? unknown + 1 : 0;
      next = performance.now() + (said === "busy" ? o.quiet : Math.min(o.quiet, doubt));
      if (said !== "busy" && (said !== null || unknown >= sure)) {
        ending = "silent";
        stream.close();
      }
    } catch {
      // The host does not answer either; after its timeout it counts as gone.
      mute ??= performance.now();
      next = performance.now() + Math.min(o.quiet, doubt);
      if (performance.now() - mute > host.timeout) {
        ending = "silent";
        stream.close();
      }
    } finally {
      asking = false;
    }
  };
  const watch = setInterval(look, Math.min(Math.max(50, o.quiet / 4), doubt));

  let end: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    host.interrupt(promptId).catch(() => {}); // it may be gone; what counts is that we stop
    if (!stream.connected) stream.close();
    end = setTimeout(() => stream.close(), grace);
  };
  if (o.signal.aborted) stop();
  else o.signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const e of stream) {
      if (isAbout(e, promptId)) next = performance.now() + o.quiet;
      if (e.kind === "reconnecting") lost = true;
      // What was said meanwhile is gone, the end of the job perhaps too.
      if (e.kind === "reconnected") next = 0;
      if (take(e)) {
        ending = "done";
        break;
      }
    }
  } finally {
    clearInterval(watch);
    clearTimeout(end);
    o.signal.removeEventListener("abort", stop);
    stream.close();
  }
  return o.signal.aborted ? "stopped" : lost ? "closed" : ending;
}

function isAbout(e: HostEvent, promptId: string): boolean {
  if (e.kind === "preview") return true;
  return e.kind === "message" && (e.data.prompt_id === promptId || e.data.id === promptId);
}
