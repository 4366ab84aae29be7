import { SweepError } from "./errors.ts";
import { SweepFolder } from "./folder.ts";
import { identify, leaveQueue, type QueueIdentity, queueOf } from "./queue_identity.ts";
import { removeQueue } from "./queue_jobs.ts";
import { type Link, shownQueue } from "./queue_redis.ts";
import { findSweep, removeSweep, setState } from "./queue_sweeps.ts";
import { submit, type Submitted } from "./queue_submit.ts";
import type { CellRecord } from "./record.ts";

function requireQueue(dir: string): QueueIdentity {
  const found = queueOf(dir);
  if (found !== null) return found;
  throw new SweepError("queue", `The sweep in ${dir} is on no queue.`);
}

/** No further cell of a sweep is given out; those in work are finished. */
export async function pauseSweep(link: Link, dir: string): Promise<void> {
  const { id } = requireQueue(dir);
  if (await findSweep(link, id) === null) throw unknown(link, dir);
  await setState(link, id, "paused");
}

/** Goes on after a pause. */
export async function unpauseSweep(link: Link, dir: string): Promise<void> {
  await setState(link, requireQueue(dir).id, "running");
}

/**
 * Takes a sweep off the queue: cells that wait are not run, those in work are interrupted on their hosts. What has
 * ended stays; the folder can be taken up again by either executor.
 */
export async function cancelSweep(link: Link, dir: string): Promise<void> {
  const { id } = requireQueue(dir);
  const sweep = await findSweep(link, id);
  if (sweep !== null) {
    await setState(link, id, "cancelled");
    for (const { name } of sweep.queues) {
      await removeQueue(link, name);
    }
    await removeSweep(link, id);
  }
  leaveQueue(dir);
}

/**
 * Puts failed cells on the queue again; their records are kept in `retried/`.
 *
 * @param code only those that failed with this code
 */
export async function retryFailed(
  link: Link,
  dir: string,
  url: string,
  code?: string,
): Promise<Submitted & { retried: number }> {
  const folder = new SweepFolder(dir);
  const plan = folder.require();
  const wanted = (r: CellRecord) => code === undefined || r.reason?.code === code;
  const retried = folder.putFailedAside(wanted).length;
  return { retried, ...await submit(link, identify(dir, shownQueue(url)), plan, folder) };
}

function unknown(link: Link, dir: string): SweepError {
  const { host, port } = link.options;
  return new SweepError(
    "queue",
    `The Redis at ${host}:${port} knows nothing of the sweep in ${dir}: it is another one, or has lost its data. ` +
      "./kgen sweep resume puts what is left on it again.",
  );
}
