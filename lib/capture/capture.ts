import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { type Changes, type Host, InterruptedError, type Workflow } from "@kgen/comfy";
import type { WithRun } from "./errors.ts";
import { conclude, describe } from "./conclude.ts";
import type { Files } from "./folder.ts";
import { follow } from "./job.ts";
import { judge } from "./judge.ts";
import { eventLine } from "./line.ts";
import { openRunFolder } from "./new_run.ts";
import { fetchPictures } from "./pictures.ts";
import { prepare } from "./prepare.ts";
import { type Progress, ProgressReporter } from "./progress.ts";
import { Recorder } from "./recorder.ts";
import type { Run } from "./run.ts";

export interface CaptureOptions extends Changes {
  /** Folder in which the Run folder is made; default out/runs in the kit's folder. */
  out?: string;
  /** Name of the Run folder; default date, variant, seed and four random digits. */
  name?: string;
  onProgress?: (p: Progress) => void;
  /** Stops the job on the host and keeps what was recorded. */
  signal?: AbortSignal;
  /** How the host makes previews, the frames; default latent2rgb. */
  previewMethod?: Run["previewMethod"];
  /** Remarks to keep with the Run. */
  notes?: string[];
  /** ms of silence after which the host is asked whether the job is through; default 10000. */
  quiet?: number;
  /** File functions in place of node:fs/promises, for tests. */
  files?: Files;
}

/**
 * Runs a workflow on a host and records a Run: every step with its time and frame, the phases, the
 * final picture, all events, and where it all came from. /history decides whether the job succeeded.
 *
 * Times are those at which progress_state arrived, in s. Frames are kept as the host sent them: JPEG
 * from a stock ComfyUI (at most 512 px), PNG from the embedded host.
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
  stopIfAborted(o.signal);
  const previewMethod = o.previewMethod ?? "latent2rgb";
  const warnings: string[] = [];
  const progress = new ProgressReporter(o.onProgress, (text) => warnings.push(text));
  progress.say("check", `asking ${host.url} for what ${w.name} needs`);
  const { workflow, settings, run: blank } = await prepare(
    host,
    w,
    o,
    previewMethod,
    o.notes ?? [],
  );
  const { folder, run } = await openRunFolder(blank, o);
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  folder.onFailure = onAbort;
  const promptId = randomUUID();
  const clientId = randomUUID();
  let recorder: Recorder;
  let t0 = 0;
  let stream: Awaited<ReturnType<Host["listen"]>> | undefined;
  try {
    stopIfAborted(o.signal);
    stream = await host.listen(clientId);
    stopIfAborted(o.signal);
    const extraData = { preview_method: previewMethod };
    run.created = new Date().toISOString();
    t0 = performance.now();
    recorder = new Recorder(workflow.graph, promptId, settings, t0);
    await host.submit(workflow.graph, { promptId, clientId, extraData });
  } catch (error) {
    stream?.close();
    // No answer does not mean that the host has not queued it.
    if ((error as any)?.code === "timeout") host.interrupt(promptId).catch(() => {});
    await folder.discard();
    throw error;
  }
  o.signal?.addEventListener("abort", onAbort, { once: true });
  if (o.signal?.aborted) onAbort();
  try {
    const ending = await follow(host, stream, promptId, (e) => {
      const file = recorder.push(e);
      folder.event(eventLine(e, t0, file));
      if (file) folder.file(file.frame, file.bytes);
      progress.update(recorder, workflow.graph);
      return recorder.done;
    }, { quiet: o.quiet ?? 10_000, signal: stop.signal });
    if (folder.failure) throw folder.failure;
    const outcome = await judge(host, promptId, ending, recorder);
    progress.say("save", "fetching the picture", recorder);
    run.final = await fetchPictures(host, workflow.graph, outcome, folder, warnings);
    conclude(run, recorder, previewMethod, ending, outcome, warnings);
    if (run.final === null && Object.keys(outcome.outputs).length > 0) run.status = "partial";
    await folder.writeRun(run);
    if (run.status === "complete") run.dir = await folder.complete();
    progress.say("done", `${run.nfe} NFE, ${run.dir}`, recorder);
    return run;
  } catch (error) {
    conclude(run, recorder, previewMethod, "stopped", null, warnings);
    run.status = error instanceof InterruptedError ? "interrupted" : "failed";
    run.error = describe(error);
    // A full disk may refuse this too; then the first run.json, which says partial, stays.
    await folder.writeRun(run).catch(() => {});
    // Not enumerable: a console that prints the error need not print the whole Run.
    Object.defineProperty(error as WithRun, "run", { value: run });
    throw error;
  } finally {
    o.signal?.removeEventListener("abort", onAbort);
    await folder.close().catch(() => {});
  }
}

function stopIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new InterruptedError("Stopped before anything was queued.");
}
