import { ComfyError, InterruptedError, OutOfMemoryError } from "@kgen/comfy";
import type { Graph } from "@kgen/comfy";
import type { Context } from "./context.ts";
import { type Decoded, framesFrom, pluginFrames } from "./plugin_frames.ts";
import { prefixFrames } from "./prefix_frames.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Makes the frames that the job that was timed did not. What fails here does not touch the times: it
 * becomes a warning, and false comes back. A capture that is stopped is stopped.
 */
export async function makeFrames(
  c: Context,
  graph: Graph,
  outcome: Outcome,
  decoded: Decoded | null,
): Promise<boolean> {
  const { evaluations, way } = c.run;
  if (evaluations.length === 0) return true;
  try {
    if (way === "prefix") await prefixFrames(c, graph, evaluations);
    else if (decoded) await framesFrom(c, evaluations, outcome, decoded);
    else await pluginFrames(c, graph, evaluations);
    return true;
  } catch (error) {
    if (!(error instanceof ComfyError)) throw error;
    if (error instanceof InterruptedError && c.stop.aborted) throw error;
    const there = evaluations.filter((e) => e.frame !== null).length;
    c.warnings.push(
      `The frames ended at ${there} of ${evaluations.length}: ${error.message}` +
        (error instanceof OutOfMemoryError ? " A smaller batch or size needs less." : ""),
    );
    return false;
  }
}
