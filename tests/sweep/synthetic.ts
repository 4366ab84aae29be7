// SYNTHETIC: a GPU that exists only in these tests. Its temperature follows a simple thermal model, its clock is moved by
// hand, and its runs take no real time. Nothing made here is a measurement.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CaptureOptions, Run } from "@kgen/capture";
import type { Host, Workflow } from "@kgen/comfy";
import type { Reading } from "../../lib/sweep/readings.ts";

export interface ThermalModel {
  /** °C to which the card goes when idle, and under load. */
  idle: number;
  loaded: number;
  /** s in which it covers 63 % of the way. */
  tau: number;
}

/** A synthetic card with its telemetry at 5 Hz, on a clock of its own. */
export class SyntheticGpu {
  ms = 0;
  celsius: number;
  readonly source = "synthetic";
  readonly word = "";
  /** Stops sending when false. */
  talks = true;
  #samples: Reading[] = [];
  #model: ThermalModel;

  constructor(model: ThermalModel, start = model.idle) {
    this.#model = model;
    this.celsius = start;
    this.advance(3000, false);
  }

  now = () => this.ms;

  samples = (from = -Infinity, to = Infinity): Reading[] =>
    this.#samples.filter((s) => s.t >= from && s.t <= to);

  advance(ms: number, loaded: boolean): void {
    const { idle, tau } = this.#model;
    const aim = loaded ? this.#model.loaded : idle;
    for (let done = 0; done < ms; done += 200) {
      const step = Math.min(200, ms - done);
      this.celsius += (aim - this.celsius) * (1 - Math.exp(-step / 1000 / tau));
      this.ms += step;
      if (this.talks) this.#samples.push(this.#reading(loaded));
    }
  }

  #reading(loaded: boolean): Reading {
    return {
      t: this.ms,
      gpu: 0,
      temperature_c: Math.round(this.celsius),
      memory_temperature_c: null,
      power_w: loaded ? 600 : 90,
      power_limit_w: 700,
      sm_clock_mhz: 1800,
      memory_clock_mhz: 2619,
      utilization_percent: loaded ? 98 : 0,
      memory_used_mib: 20000,
      memory_total_mib: 81559,
      throttle_bits: 0,
    };
  }
}

/** A host that answers, and is not there. */
export const syntheticHost = {
  url: "http://synthetic",
  kind: "remote",
  free: () => Promise.resolve(),
  systemStats: () => Promise.resolve({ system: { comfyui_version: "synthetic" }, devices: [] }),
} as unknown as Host;

/** Run in place of capture(): takes `seconds` of the card's clock and leaves a Run folder that can be opened. */
export function syntheticCapture(o: {
  gpu?: SyntheticGpu;
  seconds?: number;
  /** Called before each run: may throw. */
  before?: (options: CaptureOptions, workflow: Workflow) => void | Promise<void>;
  steps?: number;
}) {
  return async (_: Host, w: Workflow, options: CaptureOptions = {}): Promise<Run> => {
    await o.before?.(options, w);
    const { steps = 8, seconds = 1.6 } = o;
    o.gpu?.advance(1000 * seconds, true);
    const dir = join(options.out!, options.name!);
    const at = (i: number) => 0.1 + (i * (seconds - 0.3)) / steps;
    const evaluations = Array.from({ length: steps }, (_, i) => ({
      step: i + 1,
      evals: 1,
      nfe: i + 1,
      t: at(i + 1),
      tJob: at(i + 1),
      sigma: null,
      frame: null,
    }));
    const run = {
      schema: "kgen.run/2",
      id: options.name!,
      status: "complete",
      created: new Date(1.8e12 + (o.gpu?.ms ?? 0)).toISOString(),
      way: "previews",
      jobs: [],
      variant: "turbo",
      model: "synthetic",
      adapted: [],
      notes: ["SYNTHETIC"],
      prompt: options.prompt ?? "",
      negative: null,
      seed: options.seed!,
      width: 96,
      height: 96,
      batch: 1,
      steps,
      cfg: 1,
      sampler: "euler",
      scheduler: "simple",
      nfe: steps,
      evaluations,
      final: null,
      times: {
        submitted: 0,
        started: 0,
        sampler: 0.05,
        firstEval: at(1),
        lastEval: at(steps),
        success: seconds,
      },
      phases: [],
      start: "warm",
      host: {
        url: "http://synthetic",
        kind: "remote",
        comfyui: null,
        python: null,
        pytorch: null,
        os: null,
        device: null,
        gpu: "synthetic",
        vramTotal: null,
      },
      versions: {},
      workflow: { name: w.name, sha256: "", graph: w.graph },
      previewMethod: "none",
      clock: null,
      calls: null,
      telemetry: null,
      warnings: [],
    } as unknown as Run;
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "run.json"), JSON.stringify(run));
    writeFileSync(join(dir, "events.jsonl"), "");
    return { ...run, dir };
  };
}
