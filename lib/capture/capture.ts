import { type Host, InterruptedError, type Workflow } from "@kgen/comfy";
import { beginCapture, type Begun } from "./begin_capture.ts";
import type { CaptureOptions } from "./capture_options.ts";
import { describe } from "./conclude.ts";
import type { WithRun } from "./errors.ts";
import { makeFrames } from "./frame_part.ts";
import { Measurement } from "./measurement.ts";
import { recordedPlace } from "./recorded.ts";
import type { Run } from "./run.ts";

/**
 * Runs a workflow on a host and records a Run: every step with its time and frame, the phases, the
 * final picture, all events, and where it all came from. /history decides whether the job succeeded.
 *
 * Three ways (`way`). "previews": times are those at which progress_state arrived, in s; frames are kept
 * as the host sent them: JPEG from a stock ComfyUI (at most 512 px), PNG from the embedded host.
 * "prefix": the same times; the frames are exact, by one more job for every step. "plugin": times of
 * every evaluation and forward by the host's clock, and exact frames by a second job.
 *
 * A socket that closes in mid-run costs the rest of the evaluations, not the job: the Run is then
 * `partial`, with a warning. The folder is named `<id>.partial` until the Run is complete.
 *
 * @returns the Run, complete or partial
 * @throws before anything is queued: InvalidWorkflowError (missing node or file, named),
 * HostUnreachableError, NotComfyError, RunWriteError. Later: ExecutionError (node and traceback),
 * InterruptedError, RunWriteError (disk full), ComfyError; these carry the Run as `run`.
 *
 * @example
 * ```ts
 * import { capture } from "@kgen/capture";
 * import { connect, template } from "@kgen/comfy";
 *
 * async function measure(url: string) {
 *   const host = await connect(url);
 *   const run = await capture(host, template("zimage-turbo-speed-test"), { prompt: "樱花", seed: 7 });
 *   console.log(run.nfe, run.times.lastEval, run.dir);
 * }
 * console.assert(measure.length === 1);
 * ```
 */
export async function capture(host: Host, w: Workflow, o: CaptureOptions = {}): Promise<Run> {
  const place = recordedPlace(host, w, o);
  if (!place) return await record(host, w, o);
  const found = await place.find(o.onProgress);
  return found ?? await place.keep(await record(host, w, { ...o, out: place.records.to }));
}

/** Makes the job and records it. */
async function record(host: Host, w: Workflow, o: CaptureOptions): Promise<Run> {
  const begun = await beginCapture(host, w, o);
  const { c: { folder }, gpu, stop } = begun;
  const onAbort = () => stop.abort();
  o.signal?.addEventListener("abort", onAbort, { once: true });
  if (o.signal?.aborted) onAbort();
  const measurement = new Measurement(begun);
  try {
    return await complete(begun, measurement);
  } catch (error) {
    await keepPartial(begun, measurement, error);
    throw error;
  } finally {
    o.signal?.removeEventListener("abort", onAbort);
    if (gpu.own) await gpu.telemetry.close();
    await folder.close().catch(() => {});
  }
}

/** Measures, makes the frames, and gives the folder its final name. */
async function complete({ c, graph, plan, job }: Begun, measurement: Measurement): Promise<Run> {
  const { run, folder, progress, warnings } = c;
  const outcome = await measurement.take();
  if (plan.frames && run.status === "complete") {
    // Should the process end while frames are made, the times are there.
    await folder.writeRun({ ...run, status: "partial" });
    if (!await makeFrames(c, graph, outcome, plan.decoded)) run.status = "partial";
  }
  run.warnings = [...new Set([...run.warnings, ...warnings])];
  if (folder.failure) throw folder.failure;
  await folder.writeRun(run);
  if (run.status === "complete") run.dir = await folder.complete();
  progress.say("done", `${run.nfe} NFE, ${run.dir}`, job.recorder);
  return run;
}

/** Keeps what was recorded until an error, which then carries the Run. */
async function keepPartial(
  { c: { run, folder, warnings } }: Begun,
  measurement: Measurement,
  error: unknown,
): Promise<void> {
  if (!measurement.done) await measurement.salvage();
  run.status = error instanceof InterruptedError ? "interrupted" : "failed";
  run.error = describe(error);
  run.warnings = [...new Set([...run.warnings, ...warnings])];
  // A full disk may refuse this too; then the run.json before it, which says partial, stays.
  await folder.writeRun(run).catch(() => {});
  // Not enumerable: a console that prints the error need not print the whole Run.
  Object.defineProperty(error as WithRun, "run", { value: run });
}
