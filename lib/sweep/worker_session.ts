import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import type { capture, Run } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { type Attempt, attempt } from "./attempt.ts";
import type { Cell } from "./cell.ts";
import { type Course, recordOf } from "./cell_record.ts";
import { SweepError } from "./errors.ts";
import { SweepFolder } from "./folder.ts";
import type { Judgement } from "./judge.ts";
import { commitCell, scoresFor } from "./parts_commit.ts";
import { storeFrames } from "./parts_frames.ts";
import type { Plan } from "./plan.ts";
import { queueOf } from "./queue_identity.ts";
import type { QueuedSweep } from "./queue_sweeps.ts";
import type { Readings } from "./readings.ts";
import type { CellRecord } from "./record.ts";
import { isWhole, runName } from "./run_cell.ts";
import { beginSession } from "./session.ts";
import { TelemetryLog } from "./telemetry_log.ts";
import { warmUpCell } from "./warm_up.ts";
import { publishRun } from "./worker_publish.ts";

/** What a worker brings to every sweep it works for. */
export interface Tools {
  host: Host;
  /** What the host is called in records. */
  name: string;
  /** Folder on this computer in which it captures. */
  scratch: SweepFolder;
  /** Folder that holds the folders of sweeps here, where it is not at the same path as where they were submitted. */
  results?: string;
  telemetry?: Readings;
  /** Hash of what the host has loaded: null at the beginning, "" when not known. */
  load: string | null;
  capture?: typeof capture;
  onStep?: (step: number, steps: number) => void;
}

/** How an attempt at a cell ended, with what its record needs. */
export interface Tried extends Attempt {
  course: Course;
}

/** The work of one worker for one sweep. */
export class WorkerSession {
  readonly folder: SweepFolder;
  readonly sweep: QueuedSweep;
  plan: Plan;
  #tools: Tools;
  #cells: Map<string, Cell>;
  #session = 0;
  #order = 0;
  #log: TelemetryLog | undefined;

  /**
   * @throws SweepError "format" when the results folder is not there: not mounted, or another one
   */
  constructor(sweep: QueuedSweep, tools: Tools) {
    const { results } = tools;
    const dir = results === undefined ? sweep.dir : join(results, basename(sweep.dir));
    this.folder = new SweepFolder(dir);
    this.sweep = sweep;
    this.#tools = tools;
    if (queueOf(dir)?.id !== sweep.id) {
      throw new SweepError(
        "format",
        `The results folder of ${sweep.name}, ${dir}, is not here: mount it at the same path, or name the folder that ` +
          "holds it with --results.",
      );
    }
    this.plan = this.folder.require();
    this.#cells = new Map(this.plan.cells.map((c) => [c.id, c]));
  }

  /** A cell of the plan; the plan is read again when it has grown. Null when it is not in it. */
  cell(id: string): Cell | null {
    if (!this.#cells.has(id)) {
      this.plan = this.folder.require();
      this.#cells = new Map(this.plan.cells.map((c) => [c.id, c]));
    }
    return this.#cells.get(id) ?? null;
  }

  /**
   * One attempt at a cell, after the warm-ups that are due.
   *
   * @param again the cell was begun before: the host must not answer from its cache
   */
  async attempt(cell: Cell, signal: AbortSignal, again: boolean): Promise<Tried> {
    const tools = this.#tools;
    await this.#begin();
    if (again) {
      await tools.host.free({ memory: true }, { signal }).catch(() => {});
      if (tools.load !== null) tools.load = "";
    }
    const loads = tools.load !== cell.load;
    const { warmUps, warmUpsPerLoad } = this.plan;
    const due = !loads
      ? 0
      : tools.load === null
      ? Math.max(warmUps, warmUpsPerLoad)
      : warmUpsPerLoad;
    for (let i = 0; i < due && !signal.aborted; i++) {
      const warm = warmUpCell(cell);
      const tried = await this.#once(warm, signal, { warmUp: true, loads: i === 0 });
      // A host that fails now would fail the cell: it must cost the cell nothing.
      if (tried.fault?.consequence === "host") return { ...tried, run: null, counts: false };
      if (!signal.aborted) await this.commit(warm, tried.run, tried.fault, tried.course);
    }
    if (!signal.aborted) tools.load = cell.load;
    return await this.#once(cell, signal, { loads: loads && due === 0 });
  }

  async #once(
    cell: Cell,
    signal: AbortSignal,
    o: Pick<Course, "warmUp" | "loads">,
  ): Promise<Tried> {
    const { host, scratch, telemetry, capture, onStep } = this.#tools;
    const began = performance.now();
    const name = runName(this.#session, ++this.#order, cell, o.warmUp);
    const tried = await attempt(cell, name, {
      host,
      plan: this.plan,
      folder: scratch,
      telemetry,
      signal,
      capture,
      onProgress: ({ step, steps }) => onStep?.(step, steps),
    });
    return { ...tried, course: { attempts: 1, seconds: (performance.now() - began) / 1000, ...o } };
  }

  /** Begins a session when this worker first runs a cell of the sweep. */
  async #begin(): Promise<void> {
    if (this.#session > 0) return;
    this.folder.make();
    const { host, name, telemetry } = this.#tools;
    const { session } = await beginSession(host, this.folder, telemetry, true, name);
    this.#session = session;
    if (!telemetry) return;
    const path = join(this.folder.dir, "sessions", `${session}.telemetry.csv`);
    this.#log = new TelemetryLog(path, telemetry);
  }

  /**
   * Commits how a cell ended: scores and stores its frames, copies its Run to the results folder, then its part and its
   * record. May be called again after it has failed.
   *
   * @returns the record that stands: another's, when that one was first
   * @throws SweepError "disk"
   */
  async commit(
    cell: Cell,
    run: Run | null,
    fault: Judgement | null,
    course: Course,
  ): Promise<CellRecord> {
    const here = { session: this.#session, order: this.#order, url: this.#tools.name };
    this.folder.make();
    const own = run?.dir;
    let scores: Awaited<ReturnType<typeof scoresFor>> = [];
    if (run !== null && isWhole(run) && !course.warmUp) {
      scores = await scoresFor(run, this.plan);
      if (cell.capture.store) await storeFrames(run, cell.capture.store);
    }
    const published = own === undefined ? null : await publishRun(own, this.folder.runs);
    const there = run !== null && published !== null ? { ...run, dir: published } : run;
    const made = recordOf(cell, there, fault, course, here);
    const stands = await commitCell(this.folder, made, there, scores);
    // Another was first: its Run is the result, and this one is not kept.
    if (published !== null && stands.run !== made.run) {
      rmSync(published, { recursive: true, force: true });
    }
    if (own !== undefined) rmSync(own, { recursive: true, force: true });
    return stands;
  }

  close(): void {
    this.#log?.close();
  }
}
