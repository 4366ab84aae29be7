import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { connect, type Host } from "@kgen/comfy";
import { type RunningHost, startHost } from "@kgen/nano";
import {
  type ExecuteOptions,
  hasRedis,
  makePlan,
  offerOf,
  type Plan,
  type PlanFile,
  type PrivateRedis,
  privateRedis,
  queueExecutor,
  redisAdvice,
  type SweepDataset,
  sweepDataset,
  SweepFolder,
  work,
} from "@kgen/sweep";
import { fleetRecord, isWhole, keepRecord } from "./fleet_record.ts";
import { inTurn } from "./fleet_in_turn.ts";

/** How to start a fleet. */
export interface FleetOptions {
  /** Threads of each host; default 1. */
  threads?: number;
}

/** A host of a fleet. */
export interface FleetHost {
  name: string;
  host: Host;
  process: RunningHost;
}

/** Embedded hosts with a worker beside each, on a queue of their own. */
export class Fleet {
  /** In words: on a queue, or why not. */
  readonly word: string;
  readonly hosts: readonly FleetHost[];
  /** Folder of the sweep that was begun last. */
  dir = "";
  #redis: PrivateRedis | null;
  #stop = new AbortController();
  #workers: Promise<unknown>[] = [];

  /** Made by {@linkcode openFleet}. */
  constructor(hosts: readonly FleetHost[], redis: PrivateRedis | null, readonly threads: number) {
    this.hosts = hosts;
    this.#redis = redis;
    this.word = redis
      ? `${hosts.length} hosts on a queue`
      : `${hosts.length} hosts one after the other in this process: ${redisAdvice}`;
  }

  /** A worker beside each host. */
  async begin(): Promise<void> {
    if (!this.#redis) return;
    const queue = this.#redis.url;
    for (const { name, host } of this.hosts) {
      const offer = await offerOf(host);
      const { signal } = this.#stop;
      // A host that is gone is soon found out: nothing here is far away.
      this.#workers.push(work({ host, name, queue, offer, signal, lock: 6 }).catch(() => {}));
    }
  }

  /**
   * Carries a plan out and resolves when every cell has ended. While notebooks are published, a plan that was carried out
   * before by hosts of these names is not carried out again: its results are shown.
   *
   * @returns the results as a data set; `fleet.dir` is their folder
   */
  async run(
    plan: PlanFile,
    o: Pick<ExecuteOptions, "onEvent"> & { dir?: string } = {},
  ): Promise<SweepDataset> {
    const made = makePlan(plan);
    const kept = o.dir ? null : fleetRecord(made, this.hosts.map((h) => h.name), this.threads);
    if (kept !== null && isWhole(kept, made)) {
      const n = made.cells.length;
      o.onEvent?.({ kind: "word", text: "recorded", done: n, failed: 0, total: n, left: 0 });
      this.dir = kept;
    } else {
      await this.#carryOut(made, o);
      if (kept !== null && isWhole(this.dir, made)) {
        keepRecord(this.dir, kept);
        this.dir = kept; // what is shown now must be what is shown next time
      }
    }
    return sweepDataset(this.dir);
  }

  async #carryOut(
    made: Plan,
    o: Pick<ExecuteOptions, "onEvent"> & { dir?: string },
  ): Promise<void> {
    this.dir = o.dir ?? mkdtempSync(join(tmpdir(), "kgen-fleet-"));
    const folder = new SweepFolder(this.dir);
    folder.make();
    folder.keepPlan(made);
    const options = { onEvent: o.onEvent };
    if (this.#redis) {
      await queueExecutor(this.#redis.url, { every: 200 }).execute(made, folder, options);
    } else await inTurn(this.hosts, made, folder, options);
  }

  /** Resolves when so many cells of the sweep have ended. */
  async ended(cells: number): Promise<void> {
    while (this.dir === "" || new SweepFolder(this.dir).ended().length < cells) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /**
   * Ends a host as a power cut would (kill -9).
   *
   * @throws {RangeError} no host of that name
   */
  kill(name: string): void {
    const found = this.hosts.find((h) => h.name === name);
    if (!found) {
      const names = this.hosts.map((h) => h.name).join(", ");
      throw new RangeError(`There is no host ${name} in this fleet; there are ${names}.`);
    }
    process.kill(found.process.pid, "SIGKILL");
  }

  /** Ends workers, hosts and queue. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#workers);
    await Promise.all(this.hosts.map((h) => h.process.stop()));
    await this.#redis?.stop();
  }
}

/**
 * Starts embedded hosts, a Redis of their own, and a worker beside each: a fleet on one computer, to learn on. Without
 * redis-server the hosts work one after the other, and `word` says so.
 *
 * @param names what the hosts are called in the results
 *
 * @example
 * ```ts
 * import { openFleet } from "@kgen/notebook";
 *
 * async function night() {
 *   const fleet = await openFleet(["A", "B"]);
 *   const data = await fleet.run({ workflow: "zimage-turbo-speed-test", repeats: 10 });
 *   await fleet.close();
 *   return await data.sql("select url, avg(k_sampling) as k_gen from runs group by url");
 * }
 * console.assert(night.length === 0);
 * ```
 */
export async function openFleet(
  names: readonly string[],
  { threads = 1 }: FleetOptions = {},
): Promise<Fleet> {
  const hosts = await Promise.all(names.map(async (name) => {
    const process = await startHost({ threads });
    return { name, process, host: await connect(process.url) };
  }));
  const fleet = new Fleet(hosts, hasRedis() ? await privateRedis() : null, threads);
  await fleet.begin();
  return fleet;
}
