import type { Comparison } from "./bench.ts";
import { benchQueueAnalysis } from "./bench_queue_analysis.ts";
import { benchQueueHosts } from "./bench_queue_hosts.ts";
import { benchQueueOverhead } from "./bench_queue_overhead.ts";

/** What a fleet costs: the queue, two hosts against one, and the analysis of what comes of it. */
export async function benchQueue(): Promise<Comparison[]> {
  return [
    ...await benchQueueOverhead(),
    ...await benchQueueHosts(),
    ...await benchQueueAnalysis(),
  ];
}
