import type { Graph } from "@kgen/comfy";
import type { Context } from "./context.ts";
import { fetchFrame, picturesOf } from "./fetch_frames.ts";
import { prefixGraph } from "./prefix_graph.ts";
import { queueJob, readJob } from "./run_job.ts";
import type { Evaluation } from "./evaluation.ts";

/**
 * Makes the frame of every step by a run over the first noise levels: n (n + 1) / 2 steps in all, one job
 * for each frame, so that it can be stopped. A job that fails costs its frame and those that follow; what
 * there is stays.
 */
export async function prefixFrames(
  c: Context,
  graph: Graph,
  evaluations: Evaluation[],
): Promise<void> {
  const steps = evaluations.map((e) => e.step);
  for (const [i, k] of steps.entries()) {
    const evaluation = evaluations[i];
    c.progress.say("frames", `frame ${i + 1} of ${steps.length}: a run of ${k} steps`);
    const { graph: prefix, preview } = prefixGraph(graph, k);
    const job = await queueJob(c.host, prefix, c.settings, "none", { signal: c.stop });
    c.run.jobs.push({ promptId: job.promptId, purpose: "frames" });
    const { outcome } = await readJob(c, job, { previews: false });
    const [ref] = picturesOf(outcome, [preview]);
    if (ref) evaluation.frame = await fetchFrame(c, ref, k);
    else c.warnings.push(`Step ${k} has no frame: its job gave no picture.`);
  }
}
