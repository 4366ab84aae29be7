import type { Graph } from "@kgen/comfy";
import type { Context } from "./context.ts";
import { addDecoder, needed, vaeOf } from "./decoded_graph.ts";
import { fetchFrame, picturesOf } from "./fetch_frames.ts";
import type { Outcome } from "./outcome.ts";
import { opensStep } from "./logged_evaluations.ts";
import { passesIn } from "./read_watch.ts";
import { queueJob, readJob } from "./run_job.ts";
import { type Watched, watchedGraph } from "./watched_graph.ts";
import type { Evaluation } from "./evaluation.ts";

/** A watched graph whose x0 are decoded: ids of the PreviewImage nodes. */
export interface Decoded extends Watched {
  previews: string[];
}

/**
 * A graph whose samplers keep their x0 and decode them when all is timed. Null when the workflow does not
 * say which VAE decodes.
 *
 * @param only leave out what the frames do not need, such as the nodes that save
 */
export function decodedGraph(given: Graph, run: string, only: boolean): Decoded | null {
  const vae = vaeOf(given);
  if (vae === null) return null;
  const { graph, collects } = watchedGraph(given, run, "first");
  const previews = collects.map((id) => addDecoder(graph, [id, 0], vae, id.replace(/^kgen-/, "")));
  return { graph: only ? needed(graph, previews) : graph, collects, previews };
}

/** Gives the evaluations their frames out of a job that decoded its x0. */
export async function framesFrom(
  c: Context,
  evaluations: Evaluation[],
  outcome: Outcome,
  decoded: Decoded,
): Promise<void> {
  const refs = picturesOf(outcome, decoded.previews);
  const made = passesIn(outcome, decoded.collects).flatMap((p) =>
    p.evaluations.map((e, i) => ({ sigma: e.sigma, kept: i < p.x0, shown: opensStep(p, i) }))
  );
  const shown = made.filter((e) => e.shown);
  const same = shown.length === evaluations.length &&
    shown.every((e, i) => e.sigma === evaluations[i].sigma);
  if (!same) {
    c.warnings.push(
      `The job for the frames made ${shown.length} steps, the one that was timed ` +
        `${evaluations.length}, or at other noise levels: no frames.`,
    );
    return;
  }
  // The pictures are those of all x0 that were kept, in their order.
  const kept = made.filter((e) => e.kept);
  for (const [i, e] of evaluations.entries()) {
    const ref = refs[kept.indexOf(shown[i])];
    if (ref) e.frame = await fetchFrame(c, ref, e.step);
  }
  const without = evaluations.filter((e) => e.frame === null).length;
  if (without > 0) {
    c.warnings.push(`${without} of ${evaluations.length} evaluations have no frame.`);
  }
}

/** Runs the workflow again with the same seed, for its frames only. */
export async function pluginFrames(
  c: Context,
  graph: Graph,
  evaluations: Evaluation[],
): Promise<void> {
  const decoded = decodedGraph(graph, `${c.run.id}-frames`, true);
  if (decoded === null) {
    c.warnings.push("No frames: the workflow has no VAEDecode that says which VAE decodes.");
    return;
  }
  c.progress.say("frames", "making the frames in a second job");
  const job = await queueJob(c.host, decoded.graph, c.settings, "none", { signal: c.stop });
  c.run.jobs.push({ promptId: job.promptId, purpose: "frames" });
  const { outcome } = await readJob(c, job, { previews: false });
  c.progress.say("frames", "fetching the frames");
  await framesFrom(c, evaluations, outcome, decoded);
}
