import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import type { Link } from "./queue_redis.ts";
import type { WorkerNews, WorkerState } from "./queue_workers.ts";
import { pauseFor } from "./wait_for_host.ts";
import type { JobLock } from "./worker_lock.ts";
import type { WorkerEvent, WorkerOptions, WorkerTally } from "./worker_options.ts";
import { makeScratch } from "./worker_scratch.ts";
import type { Tools, WorkerSession } from "./worker_session.ts";

/** What the parts of a worker share. */
export class WorkerContext {
  /** Its name on the queue: a token that no other has. */
  readonly id = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  readonly tally: WorkerTally = { done: 0, failed: 0, late: 0, elsewhere: 0, interrupted: false };
  readonly news: WorkerNews;
  readonly tools: Tools;
  readonly scratch;
  /** Sweeps that it has worked for, by id. */
  readonly sessions = new Map<string, WorkerSession>();
  /** The cell in work. */
  held: { sweep: string; lock: JobLock } | null = null;
  /** Failures of the host in a row. */
  hostFailures = 0;
  /** s for which the results folder has taken nothing, and how often in a row. */
  disk = { waited: 0, failures: 0 };

  readonly link: Link;
  readonly o: WorkerOptions;
  /** ms that a lock lasts without being renewed. */
  readonly lock: number;

  /** @param lock ms that a lock lasts without being renewed */
  constructor(link: Link, o: WorkerOptions, lock: number) {
    this.link = link;
    this.o = o;
    this.lock = lock;
    const { host, results, telemetry, capture, offer } = o;
    this.scratch = makeScratch(o.scratch);
    const name = o.name ?? host.url;
    this.news = {
      id: this.id,
      url: name,
      computer: hostname(),
      pid: process.pid,
      offer,
      state: "idle",
      word: "",
      sweep: null,
      step: 0,
      steps: 0,
      done: 0,
      failed: 0,
    };
    this.tools = {
      host,
      name,
      results,
      telemetry,
      capture,
      scratch: this.scratch,
      load: null,
      onStep: (step, steps) => Object.assign(this.news, { step, steps }),
    };
  }

  /** Changes what it tells of itself; that it waits is also said, once. */
  state(state: WorkerState, word = "", sweep: string | null = null): void {
    if (state !== this.news.state && (state === "waiting" || state === "set aside")) {
      this.say({ kind: "waiting", text: word });
    }
    Object.assign(this.news, { state, word, sweep });
  }

  /** The cell is no longer in work. */
  release(): void {
    this.held?.lock.release();
    this.held = null;
    Object.assign(this.news, { step: 0, steps: 0, sweep: null });
  }

  say(e: WorkerEvent): void {
    this.o.onEvent?.(e);
  }

  pause(ms: number): Promise<void> {
    return (this.o.pause ?? pauseFor)(ms, this.o.signal);
  }
}
