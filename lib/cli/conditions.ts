import type { Run } from "@kgen/capture";

/** What makes two Runs incomparable unless it is the same; in the words of a table's heads. */
const CONDITIONS: Record<string, (run: Run) => unknown> = {
  model: (r) => r.model,
  size: (r) => `${r.width}x${r.height}`,
  batch: (r) => r.batch,
  cfg: (r) => r.cfg,
  sampler: (r) => r.sampler,
  scheduler: (r) => r.scheduler,
};

/** The way and the device of a Run, and whatever else is not the same in all of them. */
export function conditionsOf(runs: readonly Run[]): (run: Run) => Record<string, unknown> {
  const differing = Object.entries(CONDITIONS)
    .filter(([, of]) => new Set(runs.map(of)).size > 1);
  return (run) => ({
    way: run.way,
    device: run.host.gpu ?? run.host.device,
    ...Object.fromEntries(differing.map(([name, of]) => [name, of(run)])),
  });
}
