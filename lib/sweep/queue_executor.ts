import type { ExecuteOptions, Executor, Tally } from "./executor.ts";
import type { SweepFolder } from "./folder.ts";
import { gatherParts } from "./parts_gather.ts";
import type { Plan } from "./plan.ts";
import { finishSweep } from "./queue_finish.ts";
import { identify, queueOf } from "./queue_identity.ts";
import { connectQueue, type Link, shownQueue } from "./queue_redis.ts";
import { sweepStatus } from "./queue_status.ts";
import { isForgotten, submit } from "./queue_submit.ts";
import { setState } from "./queue_sweeps.ts";
import { SweepProgress } from "./sweep_progress.ts";
import { pauseFor } from "./wait_for_host.ts";

/** How an executor uses a queue. */
export interface QueueOptions {
  /** Of the sweep among those on the queue; higher goes first. */
  priority?: number;
  /** Returns once all is on the queue, and does not watch. */
  detach?: boolean;
  /** ms between two looks at the results folder; default 500. */
  every?: number;
  /** s between two comparisons of the folder with the queue, whether Redis has forgotten cells; default 15. */
  compare?: number;
}

/**
 * The executor of many hosts: puts cells on a Redis, from which workers (`./kgen worker`) take them, and watches the
 * results folder until every cell has ended. That folder is the truth: what it holds is not run again, and what Redis
 * may have lost is put on it anew. An abort ends only the watching; `cancelSweep` ends the sweep.
 *
 * @example
 * ```ts
 * import { makePlan, queueExecutor, SweepFolder } from "@kgen/sweep";
 *
 * async function sweep(dir: string) {
 *   const plan = makePlan({ workflow: "zimage-turbo-speed-test", grid: { steps: [4, 8] } });
 *   const folder = new SweepFolder(dir);
 *   folder.make();
 *   folder.keepPlan(plan);
 *   return await queueExecutor("redis://127.0.0.1:6379").execute(plan, folder);
 * }
 * console.assert(sweep.length === 1);
 * ```
 */
export function queueExecutor(url: string, q: QueueOptions = {}): Executor {
  return {
    name: "queue",
    async execute(plan, folder, o = {}) {
      const link = await connectQueue(url);
      try {
        return await watch(link, url, plan, folder, o, q);
      } finally {
        link.disconnect();
      }
    },
  };
}

async function watch(
  link: Link,
  url: string,
  plan: Plan,
  folder: SweepFolder,
  o: ExecuteOptions,
  { priority, detach, every = 500, compare = 15 }: QueueOptions,
): Promise<Tally> {
  // What a host lacked it may have by now.
  folder.putFailedAside((r) => o.retryFailed || r.reason?.code === "invalid_workflow");
  const progress = new SweepProgress(plan, o.onEvent);
  const { tally } = progress;
  progress.sort(plan.cells, folder.records());
  const identity = identify(folder.dir, shownQueue(url));
  const { id } = identity;
  const enter = () => submit(link, identity, plan, folder, priority);
  await enter();
  await setState(link, id, "running");
  progress.say({ kind: "begin", skipped: tally.skipped, session: 0 });
  const open = new Map(progress.todo.map((c) => [c.id, c]));
  const began = performance.now();
  let compared = began, forgotten = false, fresh = 0;
  while (open.size > 0 && !detach && !o.signal?.aborted) {
    const news = folder.ended().filter((ended) => open.has(ended));
    for (const ended of news) open.delete(ended);
    if (news.length > 0) progress.todo.splice(0, progress.todo.length, ...open.values());
    fresh += news.length;
    // What a cell takes of the whole fleet's time.
    const each = (performance.now() - began) / 1000 / fresh;
    for (const ended of news) {
      const record = folder.record(ended)!;
      progress.ended(record, each);
      progress.say({ kind: "ended", record, run: null, seconds: each });
    }
    // Off the queue with cells left: somebody has cancelled it.
    if (open.size === 0 || queueOf(folder.dir)?.id !== id && noneEnded(folder, open)) break;
    if (o.onEvent) {
      progress.say({ kind: "fleet", status: await sweepStatus(folder.dir, link) });
    }
    if (performance.now() - compared > 1000 * compare) {
      compared = performance.now();
      const missing = await isForgotten(link, identity, plan, folder);
      if (missing && forgotten) await enter();
      forgotten = missing && !forgotten;
      await gatherParts(folder);
    }
    await pauseFor(every, o.signal);
  }
  tally.interrupted = open.size > 0;
  if (open.size === 0) {
    await finishSweep(link, folder, id);
    await gatherParts(folder);
  }
  return tally;
}

/** Whether none of these cells has ended meanwhile. */
function noneEnded(folder: SweepFolder, open: ReadonlyMap<string, unknown>): boolean {
  return !folder.ended().some((id) => open.has(id));
}
