import process from "node:process";
import {
  connectQueue,
  type Plan,
  queueExecutor,
  queueOf,
  shownQueue,
  SweepFolder,
  wordOnRedis,
} from "@kgen/sweep";
import { UsageError, wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { datasetOf } from "./sweep_dataset.ts";
import { sweepProgress } from "./sweep_progress.ts";

/** Options of a sweep that is carried out by workers. */
export const QUEUE_OPTIONS = {
  options: {
    queue: { type: "string" },
    priority: { type: "string" },
    detach: { type: "boolean" },
  },
  help: `
On many hosts (./kgen worker --help):
  --queue URL          puts the cells on a Redis or Valkey, redis://[:PASSWORD@]HOST:6379, and watches; Ctrl-C ends only
                       the watching. The folder of --out must be at hand for every worker: a share, for instance
  --priority N         among the sweeps on that queue; higher goes first (default 0)
  --detach             does not watch
`.replace(/^\n|\n$/g, ""),
} as const;

/** Values of these options, and of those that hold for both executors. */
export interface QueueValues {
  priority?: string;
  detach?: boolean;
  "retry-failed"?: boolean;
  json?: boolean;
}

/** The address of the queue of a folder: given, in the environment, or where it was submitted. */
export function queueFor(dir: string | null, given: string | undefined): string {
  const found = given ?? process.env.KGEN_QUEUE ?? (dir === null ? null : queueOf(dir)?.url);
  if (found) return found;
  throw new UsageError("which queue? Give --queue redis://HOST:6379, or set KGEN_QUEUE");
}

/** Puts a plan on a queue, watches until every cell has ended, and leaves the data set. */
export async function submitAndWatch(
  plan: Plan,
  dir: string,
  url: string,
  v: QueueValues,
): Promise<number> {
  const signal = interruption();
  const priority = wholeNumber("priority", v.priority, -1_000_000, 1_000_000);
  const folder = new SweepFolder(dir);
  const link = await connectQueue(url);
  const word = await wordOnRedis(link);
  link.disconnect();
  if (word) console.error(`kgen: ${shownQueue(url)}: ${word}`);
  // Held only while the plan is written: workers, and others who submit the same, come to it as well.
  const release = folder.take();
  try {
    folder.keepPlan(plan);
  } finally {
    release();
  }
  console.error(`kgen: ${dir}`);
  console.error(`kgen: workers: ./kgen worker --host URL --queue ${shownQueue(url)}`);
  const progress = sweepProgress();
  const executor = queueExecutor(url, { priority, detach: v.detach });
  const tally = await executor.execute(plan, folder, {
    signal,
    retryFailed: v["retry-failed"],
    onEvent: progress.event,
  });
  progress.end();
  if (tally.interrupted) {
    if (v.json) process.stdout.write(JSON.stringify({ dir, ...tally }, null, 2) + "\n");
    console.error(
      `kgen: ${
        tally.total - tally.done - tally.failed
      } cells are on the queue, and workers go on with them. Watch: ` +
        `./kgen sweep status ${dir} --watch; stop: ./kgen sweep cancel ${dir}`,
    );
    return v.detach ? 0 : 130;
  }
  const { rows, unreadable } = await datasetOf(dir);
  for (const { error } of unreadable) console.error(`kgen: ${error}`);
  if (v.json) process.stdout.write(JSON.stringify({ dir, ...tally, rows }, null, 2) + "\n");
  else {
    console.log(`${tally.done} of ${tally.total} cells done, ${tally.failed} failed`);
    console.log(`${dir}: runs.csv (${rows.runs}), parts/ (${tally.done} Parquet files)`);
    if (tally.failed) console.log(`why they failed: ./kgen sweep failed ${dir}`);
  }
  return tally.failed > 0 ? 1 : 0;
}
