import { clearInterval, setInterval } from "node:timers";
import type { CardClaim } from "./queue_card.ts";
import { queueOf } from "./queue_identity.ts";
import { stateOf } from "./queue_sweeps.ts";
import { tellWorker } from "./queue_workers.ts";
import type { WorkerContext } from "./worker_context.ts";

/** Every second: tells how the worker does, renews its claim on the host, and hears of a sweep that was cancelled. */
export class WorkerBeat {
  /** Another worker has taken the host while this one was cut off. */
  usurped = false;
  #c: WorkerContext;
  #claim: CardClaim;
  #timer: ReturnType<typeof setInterval>;
  #telling = false;

  constructor(c: WorkerContext, claim: CardClaim) {
    this.#c = c;
    this.#claim = claim;
    this.#timer = setInterval(() => void this.tell(), Math.min(1000, c.lock / 3));
  }

  async tell(): Promise<void> {
    // While Redis is away an answer is long in coming; nothing must pile up meanwhile.
    if (this.#telling) return;
    this.#telling = true;
    try {
      const { link, news, lock, held, sessions } = this.#c;
      await tellWorker(link, news, Math.max(3000, lock));
      if (!await this.#claim.hold()) this.usurped = true;
      if (held === null || await stateOf(link, held.sweep) !== "cancelled") return;
      // A Redis that has forgotten everything has cancelled nothing: the folder tells.
      const dir = sessions.get(held.sweep)!.folder.dir;
      if (queueOf(dir)?.id !== held.sweep) held.lock.stop("the sweep was cancelled");
    } catch {
      // The connection was closed: the worker ends.
    } finally {
      this.#telling = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
