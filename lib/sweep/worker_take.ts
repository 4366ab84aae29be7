import { type Job, Worker } from "bullmq";
import type { CellJob } from "./queue_jobs.ts";
import { type Offer, satisfies, strictness } from "./queue_needs.ts";
import { type Link, prefix } from "./queue_redis.ts";
import { listSweeps, type QueuedSweep } from "./queue_sweeps.ts";

/** A cell that this worker was given. */
export interface Taken {
  sweep: QueuedSweep;
  job: Job<CellJob>;
}

/**
 * Takes cells off all queues whose needs a worker satisfies: the most urgent sweep first, and of its queues first the one
 * that asks for most, since fewer workers can serve it. One cell at a time; BullMQ's own loop would take one of each queue.
 */
export class CellSource {
  #link: Link;
  #offer: Offer;
  #token: string;
  #duration: number;
  #readers = new Map<string, Worker<CellJob>>();

  /** @param duration ms that a lock lasts without being renewed */
  constructor(link: Link, offer: Offer, token: string, duration: number) {
    this.#link = link;
    this.#offer = offer;
    this.#token = token;
    this.#duration = duration;
  }

  /**
   * The next cell, or null when there is none for this worker now.
   *
   * @param leave ids of sweeps to leave alone
   */
  async next(leave: ReadonlySet<string> = new Set()): Promise<Taken | null> {
    for (const sweep of await listSweeps(this.#link)) {
      if (sweep.state !== "running" || leave.has(sweep.id)) continue;
      const fit = sweep.queues.filter((q) => satisfies(this.#offer, q.needs))
        .sort((a, b) => strictness(b.needs) - strictness(a.needs));
      for (const { name } of fit) {
        const job = await this.#reader(name).getNextJob(this.#token, { block: false });
        if (job) return { sweep, job };
      }
    }
    return null;
  }

  /** Every reader also gives back the cells of workers that have vanished. */
  #reader(name: string): Worker<CellJob> {
    const known = this.#readers.get(name);
    if (known) return known;
    const reader = new Worker<CellJob>(name, null, {
      connection: this.#link as never,
      prefix,
      autorun: false,
      lockDuration: this.#duration,
      stalledInterval: this.#duration,
      // How often a cell may lose its worker is decided here, where it can be recorded.
      maxStalledCount: 1_000_000,
    });
    reader.on("error", () => {});
    void reader.startStalledCheckTimer();
    this.#readers.set(name, reader);
    return reader;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((r) => r.close(true)));
    this.#readers.clear();
  }
}
