import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "@kgen/comfy";
import { SweepError } from "./errors.ts";
import { judge } from "./judge.ts";

/** How long to wait for a host that has gone. */
export interface Patience {
  /** s after which it is given up; default 600. */
  patience?: number;
  signal?: AbortSignal;
  onWait?: (seconds: number, why: string) => void;
  /** In place of a real pause of so many ms, for tests. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** A pause that an abort ends at once, without an error. */
export async function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/**
 * Asks the host until it answers: after 1 s, 2 s and so on, at most 30 s apart.
 *
 * @returns false when the signal ended it
 * @throws SweepError "unreachable" when its patience is at its end, "unauthorised" when the host lets nobody in
 */
export async function waitForHost(host: Host, o: Patience = {}): Promise<boolean> {
  const { patience = 600, pause = pauseFor } = o;
  let waited = 0;
  for (let next = 1;; next = Math.min(30, next * 2)) {
    if (o.signal?.aborted) return false;
    try {
      await host.systemStats();
      return true;
    } catch (error) {
      const { consequence, message } = judge(error);
      if (consequence === "stop") {
        throw new SweepError("unauthorised", message, { cause: error });
      }
      if (waited >= patience) {
        throw new SweepError(
          "unreachable",
          `${host.url} has not answered for ${Math.round(waited)} s: ${message}`,
          { cause: error },
        );
      }
      const seconds = Math.min(next, patience - waited);
      o.onWait?.(seconds, message);
      await pause(1000 * seconds, o.signal);
      waited += seconds;
    }
  }
}
