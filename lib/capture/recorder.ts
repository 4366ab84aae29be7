import type { Graph, HostEvent, Settings } from "@kgen/comfy";
import type { Evaluation } from "./evaluation.ts";
import { NodeClock } from "./node_clock.ts";
import type { Phase } from "./phases.ts";
import { type FrameFile, PreviewFrames } from "./preview_frames.ts";
import { warningsOf } from "./recorder_words.ts";
import { seconds, toMicroseconds } from "./seconds.ts";
import { sigmas } from "./sigma.ts";
import { StepCounter } from "./step_counter.ts";
import { noTimes, type Times } from "./times.ts";

/**
 * Turns the events of one job into evaluations, times and phases. It keeps no clock and touches no
 * file: the same events give the same record.
 *
 * An evaluation ends when progress_state reports a new step of a sampler. Its frame is the next
 * preview of that node. The host encodes the preview between the two, which is why the
 * `progress` message after it is no clock.
 */
export class Recorder {
  readonly evaluations: Evaluation[] = [];
  readonly warnings: string[] = [];
  readonly times: Times = noTimes();
  /** The host is through with the job: its last message has come. */
  done = false;
  /** data of execution_error or execution_interrupted, once they come. */
  failure: { type: string; data: Record<string, any> } | null = null;
  /** Steps the sampler announced. */
  steps: number | null;
  #graph: Graph;
  #promptId: string;
  #settings: Settings;
  #t0: number;
  #counter: StepCounter;
  #frames = new PreviewFrames();
  #nodes: NodeClock;
  #levels: number[] | null;
  #byProgress = false;

  /** @param t0 performance.now() at submission, ms */
  constructor(graph: Graph, promptId: string, settings: Settings, t0: number) {
    this.#graph = graph;
    this.#promptId = promptId;
    this.#settings = settings;
    this.#t0 = t0;
    this.#counter = new StepCounter(graph);
    this.#nodes = new NodeClock(graph);
    this.steps = settings.steps;
    this.#levels = sigmas(settings);
  }

  /** Takes one event. A preview that belongs to a step comes back with the name of its file. */
  push(e: HostEvent): FrameFile | null {
    if (e.kind === "preview") return this.#preview(e);
    if (e.kind !== "message") return null;
    const { type, data } = e;
    const mine = data.prompt_id === undefined || data.prompt_id === this.#promptId;
    if (!mine) return null;
    const t = seconds(e.t - this.#t0);
    if (type === "progress_state") this.#progressState(data.nodes ?? {}, t);
    else if (type === "progress") this.#progress(data, t);
    else if (type === "executing") this.#executing(data, t);
    else if (type === "execution_start") this.times.started = t;
    else if (type === "execution_cached") this.#nodes.cached = (data.nodes ?? []).map(String);
    else if (type === "execution_success") this.times.success = t;
    else if (type === "execution_error" || type === "execution_interrupted") {
      this.failure = { type, data };
    }
    return null;
  }

  #progressState(nodes: Record<string, any>, t: number): void {
    for (const [id, state] of Object.entries(nodes)) {
      if (state.state === "running") {
        this.#begin(id, t);
        if (this.#counter.isSampler(id)) this.#step(id, Number(state.value), Number(state.max), t);
      }
      if (state.state === "finished") this.#nodes.end(id, t);
    }
  }

  #begin(id: string, t: number): void {
    this.#nodes.begin(id, t);
    if (this.#counter.isSampler(id)) this.times.sampler ??= t;
  }

  /** Hosts older than progress_state have only this one, which comes after the preview is made. */
  #progress(data: Record<string, any>, t: number): void {
    const id = String(data.node ?? "");
    if (!this.#counter.isSampler(id) || !this.#counter.isNew(id, Number(data.value))) return;
    this.#begin(id, t);
    this.#byProgress = true;
    this.#step(id, Number(data.value), Number(data.max), t);
  }

  #step(id: string, value: number, max: number, t: number): void {
    const counted = this.#counter.report(id, value, max);
    if (counted === null) return;
    if (this.#counter.single) this.steps = max;
    this.times.firstEval ??= t;
    this.times.lastEval = t;
    this.evaluations.push({
      ...counted,
      t: toMicroseconds(t - (this.times.sampler ?? t)),
      tJob: t,
      sigma: id === this.#settings.samplerNode ? this.#levels?.[value - 1] ?? null : null,
      frame: null,
    });
  }

  #executing(data: Record<string, any>, t: number): void {
    if (data.node === null || data.node === undefined) {
      // Without our id it is what a host says of other jobs, or at the start of a connection.
      if (data.prompt_id === this.#promptId) this.done = true;
      return;
    }
    this.#nodes.turnTo(String(data.node), t);
    this.#begin(String(data.node), t);
  }

  #preview(e: HostEvent & { kind: "preview" }): FrameFile | null {
    const { last } = this.#counter;
    const id = e.meta?.node_id ?? this.#nodes.now ?? last;
    const foreign = e.meta?.prompt_id !== undefined && e.meta.prompt_id !== this.#promptId;
    if (!foreign && id !== null && this.#graph[id]?.class_type === "SaveImageWebsocket") {
      return this.#frames.picture(e);
    }
    const step = foreign || id !== last ? null : this.evaluations.at(-1) ?? null;
    return this.#frames.preview(e, step);
  }

  /** Names of the pictures that SaveImageWebsocket sent. */
  get sent(): readonly string[] {
    return this.#frames.sent;
  }

  /** Takes a frame back that is not kept. */
  drop({ frame }: FrameFile): void {
    for (const e of this.evaluations) if (e.frame === frame) e.frame = null;
  }

  /** Node that works now. */
  get node(): string | null {
    return this.#nodes.now;
  }

  /** Seconds of every node that ran or was cached, in the order in which they did. */
  phases(): Phase[] {
    return this.#nodes.phases();
  }

  /** Evaluations finished. */
  get nfe(): number {
    return this.evaluations.at(-1)?.nfe ?? 0;
  }

  /** Adds what a reader of the Run must know to the warnings. Call once, at the end. */
  conclude(previewMethod: string): void {
    const counter = this.#counter;
    this.warnings.push(...warningsOf({
      evaluations: this.evaluations.length,
      bare: this.evaluations.filter((e) => e.frame === null).length,
      missed: counter.missed,
      byProgress: this.#byProgress,
      unknownSamplers: counter.unknown(),
      strays: this.#frames.strays,
      cachedSampler: this.#nodes.cached.some((id) => counter.isSampler(id)),
    }, previewMethod));
  }
}
