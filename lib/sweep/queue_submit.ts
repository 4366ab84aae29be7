import { resolve } from "node:path";
import type { SweepFolder } from "./folder.ts";
import type { Plan } from "./plan.ts";
import type { QueueIdentity } from "./queue_identity.ts";
import { addCells, cellsByQueue, countQueue, openQueue } from "./queue_jobs.ts";
import type { Link } from "./queue_redis.ts";
import { enterSweep, findSweep } from "./queue_sweeps.ts";

/** What a submission did. */
export interface Submitted {
  /** Cells that had ended before. */
  ended: number;
  /** Cells that have not: they are on the queue now, or were before. */
  left: number;
}

/**
 * Puts every cell that has not ended on its queue. The results folder says which have ended, so it may be called at any
 * time and as often as one likes: after Redis was lost, by several at once, with a plan that has grown.
 */
export async function submit(
  link: Link,
  { id, since }: QueueIdentity,
  plan: Plan,
  folder: SweepFolder,
  priority?: number,
): Promise<Submitted> {
  const ended = new Set(folder.ended());
  const left = plan.cells.filter((c) => !ended.has(c.id));
  const known = await findSweep(link, id);
  const queues = cellsByQueue(id, plan, left);
  await enterSweep(link, {
    id,
    name: plan.name,
    dir: resolve(folder.dir),
    hash: plan.hash,
    total: plan.cells.length,
    priority: priority ?? known?.priority ?? 0,
    submitted: since,
    state: known?.state === "paused" ? "paused" : "running",
    queues: [...queues].map(([name, { needs }]) => ({ name, needs })),
  });
  for (const [name, { cells }] of queues) {
    const queue = openQueue(link, name);
    await addCells(queue, cells);
    await queue.close();
  }
  return { ended: plan.cells.length - left.length, left: left.length };
}

/**
 * Whether a cell is neither ended nor on a queue: Redis has forgotten it. Two counts that are not taken at the same
 * moment can differ for a while; ask twice before believing it.
 */
export async function isForgotten(
  link: Link,
  { id }: QueueIdentity,
  plan: Plan,
  folder: SweepFolder,
): Promise<boolean> {
  const sweep = await findSweep(link, id);
  if (sweep === null) return true;
  let onQueue = 0;
  for (const { name } of sweep.queues) {
    const queue = openQueue(link, name);
    const { waiting, active, delayed } = await countQueue(queue);
    await queue.close();
    onQueue += waiting + active + delayed;
  }
  const ended = new Set(folder.ended());
  return plan.cells.filter((c) => !ended.has(c.id)).length > onQueue;
}
