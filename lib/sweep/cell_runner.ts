import { performance } from "node:perf_hooks";
import type { Run } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { type Attempt, attempt } from "./attempt.ts";
import type { Cell } from "./cell.ts";
import { type Course, recordOf } from "./cell_record.ts";
import { SweepError } from "./errors.ts";
import type { ExecuteOptions } from "./executor.ts";
import type { SweepFolder } from "./folder.ts";
import { hostName } from "./host_name.ts";
import type { Judgement } from "./judge.ts";
import { commitCell, scoresFor } from "./parts_commit.ts";
import { storeFrames } from "./parts_frames.ts";
import type { Plan } from "./plan.ts";
import type { CellRecord } from "./record.ts";
import { afterAttempt, attemptsAtMost, pauseBefore } from "./retry.ts";
import { isWhole, runName } from "./run_cell.ts";
import type { SweepProgress } from "./sweep_progress.ts";
import { pauseFor, waitForHost } from "./wait_for_host.ts";
import { warmUpCell } from "./warm_up.ts";

/** Runs cells of one session on one host, each until it is recorded. */
export class CellRunner {
  /** Number of the session that is put into names and records. */
  session = 0;
  /** Whether cells get their Parquet parts. The others have their Runs and records, and completeParts() makes the parts. */
  parts = true;
  readonly host: Host;
  readonly plan: Plan;
  readonly folder: SweepFolder;
  #o: ExecuteOptions;
  #progress: SweepProgress;
  #order = 0;

  constructor(
    host: Host,
    plan: Plan,
    folder: SweepFolder,
    o: ExecuteOptions,
    progress: SweepProgress,
  ) {
    this.host = host;
    this.plan = plan;
    this.folder = folder;
    this.#o = o;
    this.#progress = progress;
  }

  /**
   * Runs a cell until it is recorded; null when the signal ended it.
   *
   * @throws SweepError when nothing that follows could succeed
   */
  async run(
    cell: Cell,
    o: Pick<Course, "warmUp" | "loads" | "extra">,
  ): Promise<CellRecord | null> {
    let attempts = 0;
    const { signal, pause = pauseFor } = this.#o;
    for (;;) {
      if (signal?.aborted) return null;
      const began = performance.now();
      const { run, fault, counts } = await this.#attempt(cell, o.warmUp ?? false);
      if (signal?.aborted && !(run && isWhole(run))) return null;
      if (counts) attempts++;
      const seconds = (performance.now() - began) / 1000;
      const next = afterAttempt(fault, attempts);
      if (next === "record") {
        return await this.record(cell, run, fault, { attempts, seconds, ...o });
      }
      if (next === "stop") throw stopped(fault!);
      const again = () => this.#progress.say({ kind: "retry", cell, attempt: attempts, ...fault! });
      let waited = false;
      if (next === "pause") {
        again();
        await pause(pauseBefore(attempts), signal);
      } else {
        const there = await this.waitForHost(() => waited = true);
        if (!there) return null;
        if (!waited) {
          // It answers, and yet it refuses this: without a count that would go on for ever.
          if (!counts && ++attempts >= attemptsAtMost) {
            return await this.record(cell, run, fault, { attempts, seconds, ...o });
          }
          again();
          await pause(pauseBefore(attempts), signal);
        } else again();
      }
      if (counts) await this.forget();
      // A host that was started anew, or has forgotten what it had, is cold.
      if (!o.warmUp && (waited || counts) && this.plan.warmUpsPerLoad > 0) {
        await this.run(warmUpCell(cell), { warmUp: true, loads: true });
      }
    }
  }

  /**
   * Lets the host drop what its nodes gave. It may have finished a job whose end was not seen here, and would
   * answer the same graph and seed from its cache.
   */
  async forget(): Promise<void> {
    const { signal } = this.#o;
    // A host that cannot is found out by the run: nothing evaluated.
    await this.host.free({ memory: true }, { signal }).catch(() => {});
  }

  #attempt(cell: Cell, warmUp: boolean): Promise<Attempt> {
    const { host, plan, folder } = this;
    const { telemetry, signal, capture } = this.#o;
    const order = ++this.#order;
    this.#progress.say({ kind: "cell", cell, warmUp, order });
    return attempt(cell, runName(this.session, order, cell, warmUp), {
      host,
      plan,
      folder,
      telemetry,
      signal,
      capture,
      onProgress: ({ step, steps, phase }) =>
        this.#progress.say({ kind: "step", cell, step, steps, phase }),
    });
  }

  /** Commits how a cell ended, and tells it. */
  async record(
    cell: Cell,
    run: Run | null,
    fault: Judgement | null,
    course: Course,
  ): Promise<CellRecord> {
    const here = {
      session: this.session,
      order: this.#order,
      url: this.#o.hostName ?? hostName(this.host),
    };
    const made = recordOf(cell, run, fault, course, here);
    // The runs of a temperature sweep follow each other without a pause; completeParts() makes their parts later.
    const whole = fault === null && run !== null && !made.warmUp && course.extra === undefined;
    const scores = whole && this.parts ? await scoresFor(run, this.plan) : [];
    if (whole && cell.capture.store && !course.adopted) await storeFrames(run, cell.capture.store);
    const record = whole && !this.parts
      ? this.folder.commitOnce(made)
      : await commitCell(this.folder, made, whole ? run : null, scores, true);
    this.#progress.ended(record, course.seconds, course.adopted);
    this.#progress.say({ kind: "ended", record, run, seconds: course.seconds });
    return record;
  }

  /** False when the signal ended it. */
  waitForHost(waits?: () => void): Promise<boolean> {
    return waitForHost(this.host, {
      patience: this.#o.patience,
      signal: this.#o.signal,
      pause: this.#o.pause,
      onWait: (seconds, why) => {
        waits?.();
        this.#progress.say({ kind: "waiting", seconds, why });
      },
    });
  }
}

function stopped(fault: Judgement): SweepError {
  return new SweepError(
    fault.code === "disk" ? "disk" : "unauthorised",
    `The sweep was stopped: ${fault.message}`,
  );
}
