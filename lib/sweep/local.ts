import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Run } from "@kgen/capture";
import { type Host, InterruptedError } from "@kgen/comfy";
import type { Cell } from "./cell.ts";
import { SweepError } from "./errors.ts";
import { Estimate } from "./estimate.ts";
import type { ExecuteOptions, Executor, SweepEvent, Tally } from "./executor.ts";
import type { SweepFolder } from "./folder.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Plan } from "./plan.ts";
import type { CellRecord } from "./record.ts";
import { isWhole, runCell, runName, unrecordedRun } from "./run_cell.ts";
import { beginSession } from "./session.ts";
import { TelemetryLog } from "./telemetry_log.ts";
import { pauseFor, waitForHost } from "./wait_for_host.ts";
import { warmUpCell } from "./warm_up.ts";

/** Further columns of a run's row in the data set, made when it has ended. */
export type Extra = (run: Run | null) => NonNullable<CellRecord["extra"]>;

/** Runs that one cell gets when chance or the host is at fault. */
const attemptsAtMost = 3;

type What = SweepEvent extends infer E
  ? E extends any ? Omit<E, "done" | "failed" | "total" | "left"> : never
  : never;

/**
 * The executor of one process and one host: cell after cell, in the order of the plan.
 *
 * @example
 * ```ts
 * import { localExecutor, makePlan, SweepFolder } from "@kgen/sweep";
 * import type { Host } from "@kgen/comfy";
 *
 * async function sweep(host: Host, dir: string) {
 *   const plan = makePlan({ workflow: "zimage-turbo-speed-test", grid: { steps: [4, 8] } });
 *   const folder = new SweepFolder(dir);
 *   const release = folder.take();
 *   try {
 *     folder.keepPlan(plan);
 *     return await localExecutor(host).execute(plan, folder);
 *   } finally {
 *     release();
 *   }
 * }
 * console.assert(sweep.length === 2);
 * ```
 */
export function localExecutor(host: Host): Executor {
  return {
    name: "local",
    execute: (plan, folder, o = {}) => new LocalSweep(host, plan, folder, o).execute(),
  };
}

/** One session of a sweep on one host. */
export class LocalSweep {
  readonly host: Host;
  readonly plan: Plan;
  readonly folder: SweepFolder;
  #o: ExecuteOptions;
  #session = 0;
  #order = 0;
  #load: string | null = null;
  #estimate: Estimate;
  #todo: Cell[] = [];
  #log: TelemetryLog | undefined;
  #tally: Tally;

  constructor(host: Host, plan: Plan, folder: SweepFolder, o: ExecuteOptions) {
    this.host = host;
    this.plan = plan;
    this.folder = folder;
    this.#o = o;
    this.#estimate = new Estimate(plan);
    this.#tally = { total: plan.cells.length, done: 0, failed: 0, skipped: 0, interrupted: false };
  }

  async execute(): Promise<Tally> {
    const tally = this.#tally;
    const known = new Map(this.folder.records().map((r) => [r.id, r]));
    const finished = (c: Cell) => {
      const record = known.get(c.id);
      return record !== undefined && !(this.#o.retryFailed && record.status === "failed");
    };
    for (const cell of this.plan.cells.filter(finished)) {
      tally.skipped++;
      tally[known.get(cell.id)!.status]++;
    }
    this.#todo = this.plan.cells.filter((c) => !finished(c));
    if (this.#todo.length === 0) {
      this.say({ kind: "begin", skipped: tally.skipped, session: 0 });
      return tally;
    }
    await this.begin();
    this.say({ kind: "begin", skipped: tally.skipped, session: this.#session });
    try {
      while (this.#todo.length > 0 && !this.#o.signal?.aborted) {
        const cell = this.#todo[0];
        if (await this.cell(cell) === null) break;
        this.#todo.shift();
      }
    } finally {
      this.close();
    }
    tally.interrupted = this.#todo.length > 0;
    return tally;
  }

  /** Begins a session: number, versions of the host, log of telemetry. */
  async begin(): Promise<void> {
    const { host, folder } = this;
    if (!await this.#waitForHost()) return;
    const telemetry = this.#o.telemetry;
    this.#session = (await beginSession(host, folder, telemetry)).session;
    if (telemetry) {
      const path = join(folder.dir, "sessions", `${this.#session}.telemetry.csv`);
      this.#log = new TelemetryLog(path, telemetry);
    }
  }

  close(): void {
    this.#log?.close();
  }

  /** Warms up when that is due, and runs a cell until it is recorded. */
  async cell(cell: Cell, extra?: Extra): Promise<CellRecord | null> {
    const unrecorded = await unrecordedRun(cell, this.folder);
    if (unrecorded !== null) {
      return this.#record(cell, unrecorded, null, {
        attempts: 1,
        seconds: 0,
        adopted: true,
        extra,
      });
    }
    const loads = this.#load !== cell.load;
    if (loads) {
      const { warmUps, warmUpsPerLoad } = this.plan;
      const count = this.#load === null ? Math.max(warmUps, warmUpsPerLoad) : warmUpsPerLoad;
      for (let i = 0; i < count && !this.#o.signal?.aborted; i++) {
        await this.#until(warmUpCell(cell), true, loads && i === 0);
      }
      this.#load = cell.load;
      return await this.#until(cell, false, count === 0, extra);
    }
    return await this.#until(cell, false, false, extra);
  }

  /** Runs a cell until it is recorded; null when the signal ended it. */
  async #until(cell: Cell, warmUp: boolean, loads: boolean, extra?: Extra) {
    let attempts = 0;
    const { signal } = this.#o;
    for (;;) {
      if (signal?.aborted) return null;
      const order = ++this.#order;
      const name = runName(this.#session, order, cell, warmUp);
      this.say({ kind: "cell", cell, warmUp, order });
      const began = performance.now();
      const found = await this.#attempt(cell, name);
      if (signal?.aborted && !(found.run && isWhole(found.run))) return null;
      if (found.counts) attempts++;
      const seconds = (performance.now() - began) / 1000;
      const { run, fault } = found;
      if (fault?.consequence === "stop") {
        throw new SweepError(
          fault.code === "disk" ? "disk" : "unauthorised",
          `The sweep was stopped: ${fault.message}`,
        );
      }
      const again = fault?.consequence === "again" || fault?.consequence === "host";
      if (again && attempts < attemptsAtMost) {
        this.say({ kind: "retry", cell, attempt: attempts, ...fault });
        if (fault.consequence === "host") {
          if (!await this.#waitForHost()) return null;
          // It may have been started anew, and is cold then.
          if (!warmUp && this.plan.warmUpsPerLoad > 0) {
            await this.#until(warmUpCell(cell), true, true);
          }
        } else await (this.#o.pause ?? pauseFor)(1000 * 2 ** attempts, signal);
        continue;
      }
      return this.#record(cell, run, fault, { attempts, seconds, warmUp, loads, extra });
    }
  }

  /** One attempt: the Run as far as it got, what went wrong, and whether the attempt counts. */
  async #attempt(
    cell: Cell,
    name: string,
  ): Promise<{ run: Run | null; fault: Judgement | null; counts: boolean }> {
    const { host, plan, folder } = this;
    const { telemetry, signal, capture } = this.#o;
    const onProgress = (p: { step: number; steps: number; phase: string }) =>
      this.say({ kind: "step", cell, step: p.step, steps: p.steps, phase: p.phase });
    try {
      const run = await runCell(cell, name, {
        host,
        plan,
        folder,
        telemetry,
        signal,
        capture,
        onProgress,
      });
      if (isWhole(run)) return { run, fault: null, counts: true };
      const message = run.warnings.at(-1) ?? "the Run is not complete";
      return { run, fault: { consequence: "again", code: "partial", message }, counts: true };
    } catch (error) {
      const run = (error as { run?: Run }).run ?? null;
      const fault = judge(error);
      if (error instanceof InterruptedError && signal?.aborted) {
        return { run, fault, counts: false };
      }
      // A host that was away before anything was queued has not failed at this cell.
      return { run, fault, counts: run !== null || fault.consequence !== "host" };
    }
  }

  #record(
    cell: Cell,
    run: Run | null,
    fault: Judgement | null,
    o: {
      attempts: number;
      seconds: number;
      warmUp?: boolean;
      loads?: boolean;
      adopted?: boolean;
      extra?: Extra;
    },
  ): CellRecord {
    const record: CellRecord = {
      schema: "kgen.cell/1",
      id: cell.id,
      status: fault === null ? "done" : "failed",
      reason: fault && { code: fault.code, message: fault.message },
      run: run?.dir?.split(/[\\/]/).at(-1) ?? null,
      cell,
      attempts: o.attempts,
      ...placeOf(o.adopted ? run : null) ?? { session: this.#session, order: this.#order },
      warmUp: o.warmUp ?? false,
      loads: o.loads ?? false,
      url: this.host.url,
      finished: new Date().toISOString(),
      ...o.extra ? { extra: o.extra(run) } : {},
    };
    this.folder.commit(record);
    if (!record.warmUp) {
      this.#tally[record.status]++;
      if (record.status === "done" && !o.adopted) this.#estimate.took(cell, o.seconds);
    }
    this.say({ kind: "ended", record, run, seconds: o.seconds });
    return record;
  }

  #waitForHost(): Promise<boolean> {
    return waitForHost(this.host, {
      patience: this.#o.patience,
      signal: this.#o.signal,
      pause: this.#o.pause,
      onWait: (seconds, why) => this.say({ kind: "waiting", seconds, why }),
    });
  }

  say(what: What): void {
    const { done, failed, total } = this.#tally;
    const left = this.#estimate.left(this.#todo);
    this.#o.onEvent?.({ ...what, done, failed, total, left } as SweepEvent);
  }
}

/** Session and place of a Run, by its folder's name. */
function placeOf(run: Run | null): { session: number; order: number } | null {
  const found = /^s(\d+)-(\d+)-/.exec(run?.dir?.split(/[\\/]/).at(-1) ?? "");
  return found && { session: Number(found[1]), order: Number(found[2]) };
}
