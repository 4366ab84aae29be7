import type { Host } from "@kgen/comfy";
import { FolderControl } from "./control.ts";
import { SweepError } from "./errors.ts";
import type { Executor } from "./executor.ts";
import { LocalSweep } from "./local_sweep.ts";
import { leaveQueue, queueOf } from "./queue_identity.ts";

/**
 * The executor of one process and one host: cell after cell, in the order of the plan.
 *
 * @example
 * ```ts
 * import { localExecutor, makePlan, SweepFolder } from "@kgen/sweep";
 * import type { Host } from "@kgen/comfy";
 *
 * async function sweep(host: Host, dir: string) {
 *   const plan = makePlan({ workflow: "zimage-turbo-speed-test", grid: { steps: [4, 8] } });
 *   const folder = new SweepFolder(dir);
 *   const release = folder.take();
 *   try {
 *     folder.keepPlan(plan);
 *     return await localExecutor(host).execute(plan, folder);
 *   } finally {
 *     release();
 *   }
 * }
 * console.assert(sweep.length === 2);
 * ```
 */
export function localExecutor(host: Host): Executor {
  return {
    name: "local",
    async execute(plan, folder, o = {}) {
      refuseQueued(folder.dir, plan.cells.length > folder.ended().length);
      const control = new FolderControl(folder.dir);
      const signal = o.signal ? AbortSignal.any([o.signal, control.signal]) : control.signal;
      try {
        return await new LocalSweep(host, plan, folder, { ...o, signal }, control).execute();
      } finally {
        control.close();
      }
    },
  };
}

/** Workers may have cells of this folder in hand: one of them would be run twice. */
function refuseQueued(dir: string, unfinished: boolean): void {
  const queue = queueOf(dir);
  if (queue === null) return;
  if (!unfinished) return leaveQueue(dir);
  throw new SweepError(
    "queue",
    `The sweep in ${dir} is on the queue ${queue.url}: go on there with --queue, or take it off with ` +
      `./kgen sweep cancel ${dir}. If that Redis is gone for good, remove queue.json.`,
  );
}
