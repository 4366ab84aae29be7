import type { SweepFolder } from "./folder.ts";
import { leaveQueue, queueOf } from "./queue_identity.ts";
import { removeQueue } from "./queue_jobs.ts";
import type { Link } from "./queue_redis.ts";
import { findSweep, removeSweep } from "./queue_sweeps.ts";

/**
 * Takes a sweep off the queue when every cell of its plan has ended.
 *
 * @returns whether it is off the queue
 */
export async function finishSweep(link: Link, folder: SweepFolder, id: string): Promise<boolean> {
  const sweep = await findSweep(link, id);
  if (sweep === null) return queueOf(folder.dir)?.id !== id;
  const ended = new Set(folder.ended());
  if (ended.size < sweep.total) return false;
  if (folder.plan()?.cells.some((c) => !ended.has(c.id)) ?? true) return false;
  for (const { name } of sweep.queues) {
    await removeQueue(link, name);
  }
  await removeSweep(link, id);
  if (queueOf(folder.dir)?.id === id) leaveQueue(folder.dir);
  return true;
}
