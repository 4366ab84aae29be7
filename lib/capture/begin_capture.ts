import { type Graph, type Host, InterruptedError, type Workflow } from "@kgen/comfy";
import type { CaptureOptions } from "./capture_options.ts";
import type { Context } from "./context.ts";
import { type Ping, pingClock } from "./host_clock.ts";
import { uploadImages } from "./images.ts";
import { openRunFolder } from "./new_run.ts";
import { type Plan, planOf } from "./plan.ts";
import { prepare } from "./prepare.ts";
import { ProgressReporter } from "./progress.ts";
import { type Queued, queueJob } from "./run_job.ts";
import { type TelemetryPart, telemetryPart } from "./telemetry_part.ts";
import { chooseWay } from "./way.ts";

/** A capture whose job is queued. */
export interface Begun {
  c: Context;
  /** The workflow's graph, without what the kit adds to it. */
  graph: Graph;
  plan: Plan;
  gpu: TelemetryPart;
  /** Round trips to the plugin's clock before the job. */
  pings: Ping[];
  job: Queued;
  /** Ends the job, and what comes after it. */
  stop: AbortController;
}

/**
 * Does all that comes before a job is timed: checks, uploads, chooses the way, makes the Run folder, opens
 * telemetry, and queues the job. Nothing is left behind when that fails.
 */
export async function beginCapture(host: Host, w: Workflow, o: CaptureOptions): Promise<Begun> {
  stopIfAborted(o.signal);
  const warnings: string[] = [];
  const progress = new ProgressReporter(o.onProgress, (text) => warnings.push(text));
  progress.say("check", `asking ${host.url} for what ${w.name} needs`);
  const changes = { ...o, ...await uploadImages(host, o) };
  const prepared = await prepare(host, w, changes, o.previewMethod ?? "latent2rgb", o.notes ?? []);
  const { workflow: { graph }, settings, run: blank } = prepared;
  const { way, notes } = await chooseWay(host, graph, o, o.signal);
  blank.way = way;
  if (way !== "previews") blank.notes.push(...notes);
  else warnings.push(...notes);
  const { folder, run } = await openRunFolder(blank, o);
  const stop = new AbortController();
  folder.onFailure = () => stop.abort();
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
  let gpu: TelemetryPart | null = null;
  try {
    const plan = planOf(run, graph, o);
    run.notes.push(...plan.notes);
    gpu = await telemetryPart(host, o.telemetry, o.signal);
    const pings = way === "plugin" ? await pingClock(host) : [];
    stopIfAborted(o.signal);
    const job = await queueJob(host, plan.graph, settings, plan.previewMethod, {
      before: () => {
        stopIfAborted(o.signal);
        run.created = new Date().toISOString();
      },
    });
    c.t0 = job.t0;
    run.jobs.push({ promptId: job.promptId, purpose: plan.purpose });
    return { c, graph, plan, gpu, pings, job, stop };
  } catch (error) {
    if (gpu?.own) await gpu.telemetry.close();
    await folder.discard();
    throw error;
  }
}

function stopIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new InterruptedError("Stopped before anything was queued.");
}
