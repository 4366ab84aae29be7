import { openRun, type Run, telemetryAt } from "@kgen/capture";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { hostName } from "./host_name.ts";

/** Folders that are opened at once: the time goes into waiting for the disk. */
const AT_ONCE = 16;

/** The Run folders in a folder: itself, or those right below it. */
export async function runFoldersIn(folder: string): Promise<string[]> {
  if (await isFile(join(folder, "run.json"))) return [folder];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((e) => e.isDirectory()).map((e) => join(folder, e.name)).sort();
  const are = await Promise.all(below.map((f) => isFile(join(f, "run.json"))));
  return below.filter((_, i) => are[i]);
}

/** Opens Runs, oldest first; those that cannot be opened are told and stop nothing. */
export async function openRuns(
  folders: readonly string[],
  warn: (text: string) => void,
): Promise<Run[]> {
  const runs: Run[] = [];
  await inTurn(folders, async (folder) => {
    try {
      runs.push(await openRun(folder));
    } catch (error) {
      warn(`A Run is left out: ${(error as Error).message}`);
    }
  });
  return runs.sort((a, b) => a.created < b.created ? -1 : a.created > b.created ? 1 : 0);
}

/** One row a Run: the table `runs` of a dataset. */
export function runRow(run: Run): Record<string, unknown> {
  return {
    run: run.id,
    created: new Date(run.created),
    status: run.status,
    host: hostName(run.host),
    gpu: run.host.gpu,
    variant: run.variant,
    model: run.model,
    workflow: run.workflow.name,
    way: run.way,
    prompt: run.prompt,
    seed: Number.isInteger(run.seed) ? BigInt(run.seed) : null,
    width: run.width,
    height: run.height,
    batch: run.batch,
    steps: run.steps,
    cfg: run.cfg,
    sampler: run.sampler,
    scheduler: run.scheduler,
    nfe: run.nfe,
    start: run.start,
    sampler_s: run.times.sampler,
    first_eval_s: run.times.firstEval,
    last_eval_s: run.times.lastEval,
    success_s: run.times.success,
    max_memory_mib: run.telemetry?.max_memory_mib ?? null,
    t_before_c: run.telemetry?.t_before_c ?? null,
    t_during_c: run.telemetry?.t_during_c ?? null,
    folder: run.dir ?? "",
  };
}

/** One row an evaluation with the GPU at its end: the table `evaluations` of a dataset. */
export async function evaluationRows(
  run: Run,
  warn: (text: string) => void,
): Promise<Record<string, unknown>[]> {
  let gpu: Awaited<ReturnType<typeof telemetryAt>> = [];
  try {
    gpu = await telemetryAt(run);
  } catch (error) {
    warn(`Run ${run.id} is without its telemetry: ${(error as Error).message}`);
  }
  return run.evaluations.map((e, i) => ({
    run: run.id,
    step: e.step,
    evals: e.evals,
    nfe: e.nfe,
    t_s: e.t,
    t_job_s: e.tJob,
    sigma: e.sigma,
    frame: e.frame,
    temperature_c: gpu[i]?.temperature_c ?? null,
    memory_temperature_c: gpu[i]?.memory_temperature_c ?? null,
    power_w: gpu[i]?.power_w ?? null,
    sm_clock_mhz: gpu[i]?.sm_clock_mhz ?? null,
    utilization_percent: gpu[i]?.utilization_percent ?? null,
    memory_used_mib: gpu[i]?.memory_used_mib ?? null,
    throttle: gpu[i]?.throttle ?? null,
  }));
}

/** Does the work for each item, a few at once. */
export async function inTurn<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, items.length) }, async () => {
      while (next < items.length) await work(items[next++]);
    }),
  );
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then((s) => s.isFile(), () => false);
}
