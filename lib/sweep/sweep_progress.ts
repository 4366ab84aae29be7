import type { Cell } from "./cell.ts";
import { Estimate } from "./estimate.ts";
import type { ExecuteOptions, SweepEvent, Tally } from "./executor.ts";
import type { Plan } from "./plan.ts";
import type { CellRecord } from "./record.ts";

/** An event without the state of the sweep, which is added to each. */
type News = SweepEvent extends infer E
  ? E extends any ? Omit<E, "done" | "failed" | "total" | "left"> : never
  : never;

/** How far a sweep is: what is done, what is left, how long that will take; and tells it with every event. */
export class SweepProgress {
  readonly tally: Tally;
  /** Cells that have not ended, in order. */
  readonly todo: Cell[] = [];
  #estimate: Estimate;
  #onEvent: ExecuteOptions["onEvent"];

  constructor(plan: Plan, onEvent: ExecuteOptions["onEvent"]) {
    this.tally = { total: plan.cells.length, done: 0, failed: 0, skipped: 0, interrupted: false };
    this.#estimate = new Estimate(plan);
    this.#onEvent = onEvent;
  }

  /** Takes the cells of the plan: those that an earlier session has finished are counted, the others are to do. */
  sort(cells: readonly Cell[], records: readonly CellRecord[], retryFailed = false): void {
    const known = new Map(records.map((r) => [r.id, r]));
    for (const cell of cells) {
      const record = known.get(cell.id);
      const failed = record?.status === "failed";
      // What a host lacked it may have by now.
      const again = failed && (retryFailed || record.reason?.code === "invalid_workflow");
      if (record === undefined || again) this.todo.push(cell);
      else {
        this.tally.skipped++;
        this.tally[record.status]++;
      }
    }
  }

  /** Counts a cell that has ended. One that was adopted took no time here. */
  ended(record: CellRecord, seconds: number, adopted = false): void {
    if (record.warmUp) return;
    this.tally[record.status]++;
    if (record.status === "done" && !adopted) this.#estimate.took(record.cell, seconds);
  }

  say(news: News): void {
    if (!this.#onEvent) return;
    const { done, failed, total } = this.tally;
    const left = this.#estimate.left(this.todo);
    this.#onEvent({ ...news, done, failed, total, left } as SweepEvent);
  }
}
