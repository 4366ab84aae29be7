import { textTable } from "@kgen/tables";
import { SweepFolder } from "./folder.ts";
import { queueOf } from "./queue_identity.ts";
import { countQueue, openQueue, type QueueCounts } from "./queue_jobs.ts";
import { needsText, satisfies } from "./queue_needs.ts";
import type { Needs } from "./plan_file.ts";
import type { Link } from "./queue_redis.ts";
import { findSweep, type SweepState } from "./queue_sweeps.ts";
import { listWorkers, type WorkerNews } from "./queue_workers.ts";
import type { CellRecord } from "./record.ts";

/** Cells of one set of needs that have not ended. */
export interface Backlog extends QueueCounts {
  needs: Needs;
  /** Workers that can take them. */
  workers: number;
}

/** Cells that failed with the same code. */
export interface Failures {
  code: string;
  cells: number;
  /** What the last of them said. */
  message: string;
}

/** How a sweep stands. It prints itself: in a terminal, and by `show` in a notebook. */
export class SweepStatus {
  readonly name: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Of a sweep on a queue, else null. */
  readonly state: SweepState | null;
  readonly workers: WorkerNews[];
  readonly backlog: Backlog[];
  readonly failures: Failures[];
  /** What is to be known besides. */
  readonly words: string[];

  constructor(s: Omit<SweepStatus, "left" | "toString">) {
    this.name = s.name;
    this.total = s.total;
    this.done = s.done;
    this.failed = s.failed;
    this.state = s.state;
    this.workers = s.workers;
    this.backlog = s.backlog;
    this.failures = s.failures;
    this.words = s.words;
  }

  get left(): number {
    return this.total - this.done - this.failed;
  }

  toString(): string {
    const { name, total, done, failed, left, state } = this;
    const ended = total > 0 ? Math.round(20 * (done + failed) / total) : 0;
    const bar = "█".repeat(ended) + "·".repeat(20 - ended);
    const how = state === null ? "" : `, ${state}`;
    const head = `${name}  ${bar}  ${done} done, ${failed} failed, ${left} left of ${total}${how}`;
    const tables = [
      table(this.workers.map(workerRow), 50),
      table(this.backlog.map(backlogRow), 50),
      table(this.failures.map(failureRow), 90),
    ];
    return [head, ...tables.flat(), ...this.words].join("\n");
  }
}

/** A table below an empty line; nothing where there are no rows. */
const table = (rows: object[], maxText: number): string[] =>
  rows.length > 0 ? ["", textTable(rows, { maxText })] : [];

const workerRow = (w: WorkerNews) => ({
  host: w.url.replace(/^https?:\/\//, ""),
  device: w.offer.gpu || "CPU",
  state: w.state,
  "cell or reason": w.state === "working" && w.steps > 0
    ? `${w.word}, step ${w.step}/${w.steps}`
    : w.word,
  done: w.done,
  failed: w.failed,
});

const backlogRow = (b: Backlog) => ({
  needs: needsText(b.needs),
  waiting: b.waiting,
  "in work": b.active,
  "to retry": b.delayed,
  workers: b.workers === 0 && b.waiting + b.delayed > 0 ? "NONE HAS IT" : String(b.workers),
});

const failureRow = (f: Failures) => ({ failed: f.code, cells: f.cells, reason: f.message });

/** Failed cells by their code. */
export function failuresOf(records: readonly CellRecord[]): Failures[] {
  const found = new Map<string, Failures>();
  for (const { status, reason } of records) {
    if (status !== "failed") continue;
    const code = reason?.code ?? "?";
    const message = (reason?.message ?? "").replace(/\s*\n\s*/g, " ");
    found.set(code, { code, cells: (found.get(code)?.cells ?? 0) + 1, message });
  }
  return [...found.values()].sort((a, b) => b.cells - a.cells);
}

/**
 * How a sweep stands, by its folder; with a connection to its queue also what its workers do.
 *
 * @throws SweepError "format" when the folder is none of a sweep
 *
 * @example
 * ```ts
 * import { sweepStatus } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(sweepStatus("no-such-folder"), /no sweep/);
 * ```
 */
export async function sweepStatus(dir: string, link?: Link | null): Promise<SweepStatus> {
  const folder = new SweepFolder(dir);
  const plan = folder.require();
  const records = folder.records();
  const failed = records.filter((r) => r.status === "failed").length;
  const identity = queueOf(dir);
  const sweep = link && identity ? await findSweep(link, identity.id) : null;
  const workers = link && identity ? await listWorkers(link) : [];
  const backlog: Backlog[] = [];
  for (const { name, needs } of sweep?.queues ?? []) {
    const queue = openQueue(link!, name);
    const counts = await countQueue(queue);
    await queue.close();
    const able = workers.filter((w) => satisfies(w.offer, needs)).length;
    if (counts.waiting + counts.active + counts.delayed > 0) {
      backlog.push({ needs, ...counts, workers: able });
    }
  }
  const words: string[] = [];
  if (identity && !link) words.push(`On the queue ${identity.url}: --queue shows its workers.`);
  if (identity && link && !sweep) {
    words.push(
      "Redis knows nothing of this sweep: ./kgen sweep resume puts what is left on it again.",
    );
  }
  return new SweepStatus({
    name: plan.name,
    total: Math.max(plan.cells.length, records.length),
    done: records.length - failed,
    failed,
    state: sweep?.state ?? null,
    workers,
    backlog,
    failures: failuresOf(records),
    words,
  });
}
