import type { Begun } from "./begin_capture.ts";
import { conclude } from "./conclude.ts";
import { clockByPings, pingClock } from "./host_clock.ts";
import type { Ending } from "./job.ts";
import type { Outcome } from "./outcome.ts";
import { fetchPictures } from "./pictures.ts";
import { passesIn, rescuePasses, type Seen, seenOf } from "./read_watch.ts";
import { readJob } from "./run_job.ts";
import { keepTelemetry } from "./telemetry_part.ts";

/** The measuring part of a capture: reads the job that is timed, and puts what it gave into the Run. */
export class Measurement {
  /** The Run holds what was measured; what fails later does not touch it. */
  done = false;
  #b: Begun;
  #ending: Ending = "stopped";
  #seen: Seen | null = null;

  constructor(begun: Begun) {
    this.#b = begun;
  }

  /**
   * Reads the job to its end and fetches its picture.
   *
   * @throws what the job failed by
   */
  async take(): Promise<Outcome> {
    const { c, plan, job, gpu } = this.#b;
    const { run, warnings } = c;
    const previews = run.way !== "plugin" && plan.keepPreviews;
    const { outcome } = await readJob(c, job, { previews, ending: (e) => this.#ending = e });
    if (run.way === "plugin") await this.#readPasses(outcome);
    else run.clock = job.clock.clock?.offset ?? null;
    c.progress.say("save", "fetching the picture", job.recorder);
    const lacking = !await this.#fetchFinal(outcome);
    const method = plan.keepPreviews ? plan.previewMethod : "none";
    conclude(run, job.recorder, method, this.#ending, outcome, warnings, this.#seen);
    if (lacking) run.status = "partial";
    keepTelemetry(c, gpu);
    this.done = true;
    return outcome;
  }

  async #readPasses(outcome: Outcome): Promise<void> {
    const { c, plan, job, pings } = this.#b;
    const clock = clockByPings(pings, await pingClock(c.host), c.t0) ?? job.clock.clock;
    this.#seen = seenOf(c, passesIn(outcome, plan.collects), job.recorder, clock);
  }

  /** False when the job saved a picture that is not here. What the kit's own nodes made is left out. */
  async #fetchFinal(outcome: Outcome): Promise<boolean> {
    const { c: { host, run, folder, warnings }, graph, job: { recorder } } = this.#b;
    const own = Object.entries(outcome.outputs).filter(([id]) => id in graph);
    if (recorder.sent.length === 0 || own.length > 0) {
      const saved = { ...outcome, outputs: Object.fromEntries(own) };
      run.final = await fetchPictures(host, graph, saved, folder, warnings);
    }
    run.final ??= recorder.sent.at(-1) ?? null;
    return run.final !== null || own.length === 0;
  }

  /** The job was cut short, or the reading of it: the Run keeps what there is. */
  async salvage(): Promise<void> {
    const { c, plan, job, gpu } = this.#b;
    if (c.run.way === "plugin") {
      const passes = await rescuePasses(c, c.run.id);
      this.#seen = seenOf(c, passes, job.recorder, job.clock.clock);
    }
    conclude(c.run, job.recorder, plan.previewMethod, "stopped", null, c.warnings, this.#seen);
    keepTelemetry(c, gpu);
  }
}
