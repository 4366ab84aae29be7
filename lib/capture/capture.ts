import { type Host, InterruptedError, type Workflow } from "@kgen/comfy";
import type { CaptureOptions } from "./capture_options.ts";
import { conclude, describe } from "./conclude.ts";
import type { Context } from "./context.ts";
import type { WithRun } from "./errors.ts";
import { makeFrames } from "./frame_part.ts";
import { clockByPings, pingClock } from "./host_clock.ts";
import { uploadImages } from "./images.ts";
import type { Ending } from "./job.ts";
import { openRunFolder } from "./new_run.ts";
import { fetchPictures } from "./pictures.ts";
import { planOf } from "./plan.ts";
import { prepare } from "./prepare.ts";
import { ProgressReporter } from "./progress.ts";
import { passesIn, rescuePasses, type Seen, seenOf } from "./read_watch.ts";
import { type Queued, queueJob, readJob } from "./run_job.ts";
import type { Run } from "./run.ts";
import { keepTelemetry, telemetryPart } from "./telemetry_part.ts";
import { chooseWay } from "./way.ts";

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
  stopIfAborted(o.signal);
  const warnings: string[] = [];
  const progress = new ProgressReporter(o.onProgress, (text) => warnings.push(text));
  progress.say("check", `asking ${host.url} for what ${w.name} needs`);
  const changes = { ...o, ...await uploadImages(host, o) };
  const prepared = await prepare(host, w, changes, o.previewMethod ?? "latent2rgb", o.notes ?? []);
  const { workflow: { graph }, settings, run: blank } = prepared;
  const chosen = await chooseWay(host, graph, o, o.signal);
  const { way } = chosen;
  blank.way = way;
  if (way !== "previews") blank.notes.push(...chosen.notes);
  else warnings.push(...chosen.notes);
  const { folder, run } = await openRunFolder(blank, o);
  const plan = planOf(run, graph, o);
  if (plan.note) run.notes.push(plan.note);
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  folder.onFailure = onAbort;
  const c: Context = {
    host,
    run,
    folder,
    settings,
    progress,
    warnings,
    quiet: o.quiet ?? 10_000,
    stop: stop.signal,
    t0: 0,
  };
  const gpu = await telemetryPart(host, o.telemetry, o.signal);
  const pings = way === "plugin" ? await pingClock(host) : [];
  let job: Queued;
  try {
    stopIfAborted(o.signal);
    job = await queueJob(host, plan.graph, settings, plan.previewMethod, {
      before: () => {
        stopIfAborted(o.signal);
        run.created = new Date().toISOString();
      },
    });
  } catch (error) {
    if (gpu.own) await gpu.telemetry.close();
    await folder.discard();
    throw error;
  }
  c.t0 = job.t0;
  run.jobs.push({ promptId: job.promptId, purpose: plan.purpose });
  const { recorder } = job;
  o.signal?.addEventListener("abort", onAbort, { once: true });
  if (o.signal?.aborted) onAbort();
  let ending: Ending = "stopped";
  let seen: Seen | null = null;
  let measured = false;
  try {
    const previews = way !== "plugin" && plan.keepPreviews;
    const { outcome } = await readJob(c, job, { previews, ending: (e) => ending = e });
    if (way === "plugin") {
      const clock = clockByPings(pings, await pingClock(host), c.t0) ?? job.clock.clock;
      seen = seenOf(c, passesIn(outcome, plan.collects), recorder, clock);
    } else run.clock = job.clock.clock?.offset ?? null;
    progress.say("save", "fetching the picture", recorder);
    const own = Object.entries(outcome.outputs).filter(([id]) => id in graph);
    const saved = { ...outcome, outputs: Object.fromEntries(own) };
    if (recorder.sent.length === 0 || own.length > 0) {
      run.final = await fetchPictures(host, graph, saved, folder, warnings);
    }
    run.final ??= recorder.sent.at(-1) ?? null;
    conclude(
      run,
      recorder,
      plan.keepPreviews ? plan.previewMethod : "none",
      ending,
      outcome,
      warnings,
      seen,
    );
    if (run.final === null && own.length > 0) run.status = "partial";
    keepTelemetry(c, gpu);
    measured = true;
    if (plan.frames && run.status === "complete") {
      await folder.writeRun({ ...run, status: "partial" });
      if (!await makeFrames(c, graph, outcome, plan.decoded)) run.status = "partial";
    }
    run.warnings = [...new Set([...run.warnings, ...warnings])];
    if (folder.failure) throw folder.failure;
    await folder.writeRun(run);
    if (run.status === "complete") run.dir = await folder.complete();
    progress.say("done", `${run.nfe} NFE, ${run.dir}`, recorder);
    return run;
  } catch (error) {
    if (!measured) {
      if (way === "plugin") {
        seen = seenOf(c, await rescuePasses(c, run.id), recorder, job.clock.clock);
      }
      conclude(run, recorder, plan.previewMethod, "stopped", null, warnings, seen);
      keepTelemetry(c, gpu);
    }
    run.status = error instanceof InterruptedError ? "interrupted" : "failed";
    run.error = describe(error);
    run.warnings = [...new Set([...run.warnings, ...warnings])];
    // A full disk may refuse this too; then the run.json before it, which says partial, stays.
    await folder.writeRun(run).catch(() => {});
    // Not enumerable: a console that prints the error need not print the whole Run.
    Object.defineProperty(error as WithRun, "run", { value: run });
    throw error;
  } finally {
    o.signal?.removeEventListener("abort", onAbort);
    if (gpu.own) await gpu.telemetry.close();
    await folder.close().catch(() => {});
  }
}

function stopIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new InterruptedError("Stopped before anything was queued.");
}
