import { clearInterval, setInterval } from "node:timers";
import type { Job } from "bullmq";
import type { CellJob } from "./queue_jobs.ts";

/**
 * Holds the lock of a job while its cell runs. A lock that is lost (the network was cut for longer than it lasts, Redis was
 * lost) does not stop the cell: its result counts if it is the first. It stops when another has brought one.
 */
export class JobLock {
  /** Aborted when there is no use in going on. */
  readonly signal: AbortSignal;
  /** Whether the job is still this worker's, as far as it knows. */
  lost = false;
  #stop = new AbortController();
  #timer: ReturnType<typeof setInterval>;
  #asking = false;

  /**
   * @param duration ms that the lock lasts without being renewed
   * @param isEnded whether the cell has ended by another's work
   */
  constructor(
    job: Job<CellJob>,
    token: string,
    duration: number,
    isEnded: () => boolean,
  ) {
    this.signal = this.#stop.signal;
    const renew = async () => {
      if (this.lost && isEnded()) this.stop("another worker has finished this cell");
      // An answer may be long in coming; renewals must not pile up meanwhile.
      if (this.#asking) return;
      this.#asking = true;
      try {
        this.lost = await job.extendLock(token, duration) !== 1;
      } catch {
        this.lost = true;
      } finally {
        this.#asking = false;
      }
    };
    this.#timer = setInterval(renew, duration / 3);
  }

  /** Ends the cell's work. */
  stop(why: string): void {
    this.#stop.abort(new Error(why));
  }

  release(): void {
    clearInterval(this.#timer);
  }
}
