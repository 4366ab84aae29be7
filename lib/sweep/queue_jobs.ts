import { Queue } from "bullmq";
import type { Cell } from "./cell.ts";
import type { Needs } from "./plan_file.ts";
import type { Plan } from "./plan.ts";
import { needsKey, needsOf } from "./queue_needs.ts";
import { type Link, prefix } from "./queue_redis.ts";
import { attemptsAtMost, pauseBefore } from "./retry.ts";

/** What a cell carries on the queue; the cell itself is in the plan, in the results folder. */
export interface CellJob {
  /** Times a host failed under it: these cost it no attempt. */
  hostFaults?: number;
}

/** Jobs that are added in one go. */
const chunk = 1000;

/** A queue of cells with the same needs. */
export type CellQueue = Queue<CellJob>;

/** Opens a queue by name. Its events are hardly kept: nobody listens to them. */
export function openQueue(link: Link, name: string): CellQueue {
  const queue = new Queue<CellJob>(name, {
    connection: link as never,
    prefix,
    streams: { events: { maxLen: 100 } },
  });
  queue.on("error", () => {});
  return queue;
}

/** Name of the queue of a sweep for a set of needs. */
export const queueName = (sweep: string, needs: Needs): string => `${sweep}-${needsKey(needs)}`;

/** Cells by the queue they belong on, in the order of the plan. */
export function cellsByQueue(
  sweep: string,
  plan: Pick<Plan, "workflows">,
  cells: readonly Cell[],
): Map<string, { needs: Needs; cells: Cell[] }> {
  const found = new Map<string, { needs: Needs; cells: Cell[] }>();
  const known = new Map<string, { needs: Needs; name: string }>();
  for (const cell of cells) {
    // All cells of a condition need the same.
    let of = known.get(cell.condition);
    if (!of) {
      const needs = needsOf(plan, cell);
      known.set(cell.condition, of = { needs, name: queueName(sweep, needs) });
    }
    const entry = found.get(of.name);
    if (entry) entry.cells.push(cell);
    else found.set(of.name, { needs: of.needs, cells: [cell] });
  }
  return found;
}

/** Adds cells to their queue. One that is there already, waiting or in work, is not added again. */
export async function addCells(queue: CellQueue, cells: readonly Cell[]): Promise<void> {
  const ranked = cells.some((c) => c.priority);
  for (let at = 0; at < cells.length; at += chunk) {
    await queue.addBulk(
      cells.slice(at, at + chunk).map((cell) => ({
        name: "cell",
        data: {},
        opts: {
          jobId: cell.id,
          attempts: attemptsAtMost,
          backoff: { type: "exponential", delay: pauseBefore(1) },
          // How a cell ended is in the results folder: Redis holds only what is left to do.
          removeOnComplete: true,
          removeOnFail: true,
          // BullMQ takes the lowest number first, and all without one before those.
          ...ranked ? { priority: 1001 - (cell.priority ?? 0) } : {},
        },
      })),
    );
  }
}

/** Takes a queue away with all that is in it. Several may do it at once. */
export async function removeQueue(link: Link, name: string): Promise<void> {
  const queue = openQueue(link, name);
  try {
    await queue.obliterate({ force: true });
  } catch (error) {
    // Another was quicker: its removal has undone the pause that this one began with.
    if (!/non-paused/.test((error as Error).message)) throw error;
  } finally {
    await queue.close();
  }
}

/** Cells of a queue that have not ended. */
export interface QueueCounts {
  waiting: number;
  active: number;
  /** Waiting for another attempt. */
  delayed: number;
}

/** How many cells are left in a queue. */
export async function countQueue(queue: CellQueue): Promise<QueueCounts> {
  const n = await queue.getJobCounts("waiting", "prioritized", "active", "delayed");
  return {
    waiting: (n.waiting ?? 0) + (n.prioritized ?? 0),
    active: n.active ?? 0,
    delayed: n.delayed ?? 0,
  };
}
