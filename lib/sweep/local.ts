import type { Host } from "@kgen/comfy";
import type { Executor } from "./executor.ts";
import { LocalSweep } from "./local_sweep.ts";

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
    execute: (plan, folder, o = {}) => new LocalSweep(host, plan, folder, o).execute(),
  };
}
