import type { Graph } from "@kgen/comfy";
import { type Decoded, decodedGraph } from "./plugin_frames.ts";
import { messageTimesWord } from "./recorder_words.ts";
import type { Job, Run } from "./run.ts";
import { watchedGraph } from "./watched_graph.ts";

/** How the job that is timed is made, and what comes after it. */
export interface Plan {
  graph: Graph;
  purpose: Job["purpose"];
  previewMethod: Run["previewMethod"];
  /** Previews of this job are the frames. */
  keepPreviews: boolean;
  /** Ids of the plugin's KgenCollect nodes. */
  collects: string[];
  /** The graph when this job decodes its frames, too. */
  decoded: Decoded | null;
  /** Frames are made after the previews have served. */
  frames: boolean;
  /** Remarks for the Run. */
  notes: string[];
}

/** Plans the job of a Run whose way is chosen. */
export function planOf(
  run: Run,
  graph: Graph,
  o: { frames?: boolean; separate?: boolean; previewMethod?: Run["previewMethod"] },
): Plan {
  const { frames = true, separate = true } = o;
  const plan: Plan = {
    graph,
    purpose: "measure",
    previewMethod: o.previewMethod ?? "latent2rgb",
    keepPreviews: false,
    collects: [],
    decoded: null,
    frames: false,
    notes: [],
  };
  if (run.way === "previews") {
    // Without previews nothing in a step waits for the GPU, and its time says little: they stay on.
    if (frames && plan.previewMethod !== "none") {
      plan.keepPreviews = true;
      plan.purpose = "both";
      plan.notes.push(
        "Times and frames come from one job: previews exist only while a job is timed.",
      );
    }
  } else if (run.way === "prefix") {
    // Without previews a host reports at most one step in 100 ms.
    plan.frames = frames;
  } else {
    plan.previewMethod = o.previewMethod ?? "none";
    plan.decoded = frames && !separate ? decodedGraph(graph, run.id, false) : null;
    const watched = plan.decoded ?? watchedGraph(graph, run.id, "none");
    plan.graph = watched.graph;
    plan.collects = watched.collects;
    plan.frames = frames;
    if (plan.decoded) {
      plan.purpose = "both";
      plan.notes.push(
        "Times and frames come from one job; the frames were decoded after the timing.",
      );
    }
  }
  if (run.way !== "plugin" && run.host.gpu !== null) plan.notes.push(messageTimesWord);
  run.previewMethod = plan.previewMethod;
  return plan;
}
