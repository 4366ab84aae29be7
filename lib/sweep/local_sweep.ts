import { join } from "node:path";
import type { Host } from "@kgen/comfy";
import { wordOnDuck } from "@kgen/tables";
import type { Cell } from "./cell.ts";
import type { Extra } from "./cell_record.ts";
import type { FolderControl } from "./control.ts";
import { CellRunner } from "./cell_runner.ts";
import type { ExecuteOptions, Tally } from "./executor.ts";
import { FailureStreak } from "./failure_streak.ts";
import type { SweepFolder } from "./folder.ts";
import type { Plan } from "./plan.ts";
import { requireRunnable } from "./preflight.ts";
import type { CellRecord } from "./record.ts";
import { isBegun, unrecordedRun } from "./run_cell.ts";
import { beginSession } from "./session.ts";
import { SweepProgress } from "./sweep_progress.ts";
import { TelemetryLog } from "./telemetry_log.ts";
import { warmUpCell } from "./warm_up.ts";

/** One session of a sweep on one host. */
export class LocalSweep {
  readonly host: Host;
  readonly plan: Plan;
  readonly folder: SweepFolder;
  #o: ExecuteOptions;
  #progress: SweepProgress;
  #runner: CellRunner;
  /** What the host has loaded, as far as this session knows. */
  #load: string | null = null;
  #log: TelemetryLog | undefined;
  /** Ids of the cells that earlier sessions have recorded as failed. */
  #failed = new Set<string>();

  #control: FolderControl | undefined;

  constructor(
    host: Host,
    plan: Plan,
    folder: SweepFolder,
    o: ExecuteOptions,
    control?: FolderControl,
  ) {
    this.#control = control;
    this.host = host;
    this.plan = plan;
    this.folder = folder;
    this.#o = o;
    this.#progress = new SweepProgress(plan, o.onEvent);
    this.#runner = new CellRunner(host, plan, folder, o, this.#progress);
  }

  /** Runs every cell of the plan that is not finished. */
  async execute(): Promise<Tally> {
    const progress = this.#progress;
    const { tally, todo } = progress;
    const records = this.folder.records();
    this.#failed = new Set(records.filter((r) => r.status === "failed").map((r) => r.id));
    progress.sort(this.plan.cells, records, this.#o.retryFailed);
    if (todo.length > 0) await this.begin(todo);
    progress.say({ kind: "begin", skipped: tally.skipped, session: this.#runner.session });
    await this.#checkParts();
    const streak = new FailureStreak();
    try {
      while (todo.length > 0 && !this.#o.signal?.aborted) {
        await this.#control?.passage(this.#o.signal!, () => {
          progress.say({ kind: "waiting", seconds: 0, why: "it is paused" });
        });
        if (this.#o.signal?.aborted) break;
        const record = await this.cell(todo[0]);
        if (record === null) break;
        todo.shift();
        streak.add(record);
      }
    } finally {
      this.close();
    }
    tally.interrupted = todo.length > 0;
    return tally;
  }

  /** Without DuckDB there are no parts. Everything else is there, and what is recorded is worth more than a stop. */
  async #checkParts(): Promise<void> {
    const word = this.#progress.todo.length > 0 ? await wordOnDuck() : null;
    if (word === null) return;
    this.#runner.parts = false;
    const text = `${word} The sweep goes on without Parquet parts; once DuckDB is there, ` +
      `./kgen sweep export ${this.folder.dir} makes them from the Runs.`;
    this.#progress.say({ kind: "word", text });
  }

  /** Begins a session, where the host has all that the cells need: number, versions of the host, log of telemetry. */
  async begin(cells: readonly Cell[] = this.plan.cells): Promise<void> {
    if (!await this.#runner.waitForHost()) return;
    const { telemetry, otherHost, hostName } = this.#o;
    // A stand-in for capture() needs nothing of the host.
    if (!this.#o.capture) await requireRunnable(this.host, this.plan, cells);
    const { session } = await beginSession(this.host, this.folder, telemetry, otherHost, hostName);
    this.#runner.session = session;
    if (telemetry) {
      const path = join(this.folder.dir, "sessions", `${session}.telemetry.csv`);
      this.#log = new TelemetryLog(path, telemetry);
    }
  }

  close(): void {
    this.#log?.close();
  }

  /**
   * Warms up when that is due, and runs a cell until it is recorded; null when the signal ended it. A Run of
   * the cell that an earlier process made and did not record is adopted.
   */
  async cell(cell: Cell, extra?: Extra): Promise<CellRecord | null> {
    const unrecorded = await unrecordedRun(cell, this.folder);
    if (unrecorded !== null) {
      const course = { attempts: 1, seconds: 0, adopted: true, extra };
      return await this.#runner.record(cell, unrecorded, null, course);
    }
    if (this.#failed.has(cell.id) || isBegun(cell, this.folder)) {
      await this.#runner.forget();
      if (this.#load !== null) this.#load = "";
    }
    const loads = this.#load !== cell.load;
    const warmUps = loads ? await this.#warmUp(cell) : 0;
    return await this.#runner.run(cell, { loads: loads && warmUps === 0, extra });
  }

  /** The runs that warm up before a cell that loads. The first of them loads in its place. */
  async #warmUp(cell: Cell): Promise<number> {
    const { warmUps, warmUpsPerLoad } = this.plan;
    const count = this.#load === null ? Math.max(warmUps, warmUpsPerLoad) : warmUpsPerLoad;
    for (let i = 0; i < count && !this.#o.signal?.aborted; i++) {
      await this.#runner.run(warmUpCell(cell), { warmUp: true, loads: i === 0 });
    }
    this.#load = cell.load;
    return count;
  }
}
