import { clearInterval, setInterval } from "node:timers";
import { type Host, HostUnreachableError } from "@kgen/comfy";

/** Refusals in a row after which a host is taken for gone. */
const refusals = 2;

/**
 * Asks a host while it works on a cell whether it is there. The capture itself waits a minute for a socket to come back; a
 * host that refuses connections is found out sooner. One that is only slow to answer is left in peace.
 */
export class HostWatch {
  /** Why the host is taken for gone, or null. */
  gone: HostUnreachableError | null = null;
  #timer: ReturnType<typeof setInterval>;

  /**
   * @param every ms between two questions
   * @param onGone called once
   */
  constructor(host: Pick<Host, "systemStats">, every: number, onGone: () => void) {
    let refused = 0, asking = false;
    this.#timer = setInterval(async () => {
      if (asking || this.gone) return;
      asking = true;
      try {
        await host.systemStats();
        refused = 0;
      } catch (error) {
        if (!(error instanceof HostUnreachableError)) refused = 0;
        else if (++refused >= refusals) {
          this.gone = error;
          onGone();
        }
      } finally {
        asking = false;
      }
    }, every);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
