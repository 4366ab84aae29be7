import { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";
import { performance } from "node:perf_hooks";
import type { EventStream, Host, HostEvent } from "@kgen/comfy";
import { ask } from "./outcome.ts";

/** ms that a host gets to end a job after it was told to. */
const grace = 5000;

/** Why the reading of a job ended. */
export type Ending = "done" | "closed" | "silent" | "stopped";

export interface JobOptions {
  /** ms without a word on the socket after which the host is asked whether the job is through. */
  quiet: number;
  /** Stops the job. */
  signal: AbortSignal;
}

/**
 * Reads the events of a job until `take` says that it is through, the socket closes, /history says
 * that it is through while the socket is silent, or the job is stopped by the signal.
 */
export async function follow(
  host: Host,
  stream: EventStream,
  promptId: string,
  take: (e: HostEvent) => boolean,
  o: JobOptions,
): Promise<Ending> {
  let heard = performance.now();
  let ending: Ending = "closed";
  let asking = false;
  let unknown = 0;
  let silentSince: number | null = null;
  const watch = setInterval(async () => {
    if (asking || performance.now() - heard < o.quiet) return;
    asking = true;
    try {
      const said = await ask(host, promptId);
      if (said === "busy") heard = performance.now();
      unknown = said === null ? unknown + 1 : 0;
      if (said !== "busy" && (said !== null || unknown > 2)) {
        ending = "silent";
        stream.close();
      }
      silentSince = null;
    } catch {
      // The host does not answer either; after its timeout it counts as gone.
      silentSince ??= performance.now();
      if (performance.now() - silentSince > host.timeout) {
        ending = "silent";
        stream.close();
      }
    } finally {
      asking = false;
    }
  }, Math.max(50, o.quiet / 4));

  let end: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    host.interrupt(promptId).catch(() => {}); // it may be gone; what counts is that we stop
    end = setTimeout(() => stream.close(), grace);
  };
  if (o.signal.aborted) stop();
  else o.signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const e of stream) {
      heard = performance.now();
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
  return o.signal.aborted ? "stopped" : ending;
}
