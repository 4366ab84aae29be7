import type { Host } from "@kgen/comfy";
import { type ExecuteOptions, localExecutor, type Plan, type SweepFolder } from "@kgen/sweep";

/**
 * Carries a plan out on several hosts without a queue: cell after cell in this process, a share for each host. What a host
 * that has gone leaves over goes to the others.
 */
export async function inTurn(
  hosts: readonly { name: string; host: Host }[],
  plan: Plan,
  folder: SweepFolder,
  { onEvent }: Pick<ExecuteOptions, "onEvent">,
): Promise<void> {
  const gone: unknown[] = [];
  for (let round = 0; round <= hosts.length && gone.length < hosts.length; round++) {
    const ended = new Set(folder.ended());
    const left = plan.cells.filter((c) => !ended.has(c.id));
    if (left.length === 0) return;
    for (const [i, { name, host }] of hosts.entries()) {
      // In the second round whoever is left takes all.
      const cells = round === 0 ? left.filter((_, k) => k % hosts.length === i) : left;
      const o = { otherHost: true, hostName: name, patience: 2, onEvent };
      await localExecutor(host).execute({ ...plan, cells }, folder, o).catch((e) => gone.push(e));
    }
  }
  if (plan.cells.length > folder.ended().length) throw gone[0];
}
