import type { Graph, HostEvent, Settings } from "@kgen/comfy";
import { evaluations } from "./nfe.ts";
import { NodeClock } from "./node_clock.ts";
import { samplerNodes } from "./phases.ts";
import { type Evaluation, noTimes, type Phase, type Times } from "./run.ts";
import { sigmas } from "./sigma.ts";

/** A picture that was sent over the socket: write it under this name. */
export interface FrameFile {
  frame: string;
  bytes: Uint8Array;
  /** It is no preview but the picture of a SaveImageWebsocket, in full. */
  sent?: boolean;
}

/** s with a resolution of 1 µs, as stored. */
export const seconds = (ms: number) => Math.round(ms * 1000) / 1e6;

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
  #samplers: Set<string>;
  #reported = new Map<string, number>();
  #missed: number[] = [];
  #nodes: NodeClock;
  #levels: number[] | null;
  #lastSampler: string | null = null;
  #strayPreviews = 0;
  /** Names of the pictures that SaveImageWebsocket sent. */
  readonly sent: string[] = [];
  #byProgress = false;

  /** @param t0 performance.now() at submission, ms */
  constructor(graph: Graph, promptId: string, settings: Settings, t0: number) {
    this.#graph = graph;
    this.#promptId = promptId;
    this.#settings = settings;
    this.#t0 = t0;
    this.#samplers = samplerNodes(graph);
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
      if (state.state === "running") this.#begin(id, t);
      if (this.#samplers.has(id) && state.state === "running") {
        this.#step(id, Number(state.value), Number(state.max), t);
      }
      if (state.state === "finished") this.#nodes.end(id, t);
    }
  }

  #begin(id: string, t: number): void {
    this.#nodes.begin(id, t);
    if (this.#samplers.has(id)) this.times.sampler ??= t;
  }

  /** Hosts older than progress_state have only this one, which comes after the preview is made. */
  #progress(data: Record<string, any>, t: number): void {
    const id = String(data.node ?? "");
    if (!this.#samplers.has(id)) return;
    if (Number(data.value) > (this.#reported.get(id) ?? 0)) {
      this.#begin(id, t);
      this.#byProgress = true;
      this.#step(id, Number(data.value), Number(data.max), t);
    }
  }

  #step(id: string, value: number, max: number, t: number): void {
    const before = this.#reported.get(id) ?? 0;
    if (!Number.isInteger(value) || value <= before) return;
    this.#reported.set(id, value);
    this.#lastSampler = id;
    const { sampler, cfg } = this.#inputsOf(id);
    const count = evaluations(sampler, cfg);
    // Steps and evaluations of samplers that are through come before.
    let steps = 0;
    let nfe = 0;
    for (const [other, n] of this.#reported) {
      if (other === id) continue;
      const o = this.#inputsOf(other);
      steps += n;
      nfe += evaluations(o.sampler, o.cfg).atReport(n, n);
    }
    for (let skipped = before + 1; skipped < value; skipped++) this.#missed.push(steps + skipped);
    if (this.#samplers.size === 1) this.steps = max;
    this.times.firstEval ??= t;
    this.times.lastEval = t;
    this.evaluations.push({
      step: steps + value,
      evals: count.inStep(value, max),
      nfe: nfe + count.atReport(value, max),
      t: Math.round((t - (this.times.sampler ?? t)) * 1e6) / 1e6,
      tJob: t,
      sigma: id === this.#settings.samplerNode ? this.#levels?.[value - 1] ?? null : null,
      frame: null,
    });
  }

  /** Sampler and guidance of a node; SamplerCustom has them in nodes of their own. */
  #inputsOf(id: string): { sampler: string | null; cfg: number | null } {
    const { inputs } = this.#graph[id];
    const linked = (input: string) =>
      this.#graph[String((inputs[input] as any)?.[0])]?.inputs ?? {};
    const sampler = inputs.sampler_name ?? linked("sampler").sampler_name;
    const cfg = inputs.cfg ?? linked("guider").cfg;
    return {
      sampler: typeof sampler === "string" ? sampler : null,
      cfg: typeof cfg === "number" ? cfg : null,
    };
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
    const id = e.meta?.node_id ?? this.#nodes.now ?? this.#lastSampler;
    const foreign = e.meta?.prompt_id !== undefined && e.meta.prompt_id !== this.#promptId;
    if (!foreign && id !== null && this.#graph[id]?.class_type === "SaveImageWebsocket") {
      return this.#picture(e);
    }
    const last = this.evaluations.at(-1);
    if (foreign || !last || id !== this.#lastSampler || last.frame !== null) {
      this.#strayPreviews++;
      return null;
    }
    const ending = e.mime === "image/png" ? "png" : "jpg";
    last.frame = `frames/${String(last.step).padStart(3, "0")}.${ending}`;
    return { frame: last.frame, bytes: e.bytes };
  }

  /** SaveImageWebsocket sends its pictures in the form of previews. */
  #picture(e: HostEvent & { kind: "preview" }): FrameFile {
    const ending = e.mime === "image/png" ? "png" : "jpg";
    const number = String(this.sent.length + 1).padStart(3, "0");
    const frame = `frames/sent-${number}.${ending}`;
    this.sent.push(frame);
    return { frame, bytes: e.bytes, sent: true };
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

  /** What a reader of the Run must know. Call once, at the end. */
  conclude(previewMethod: string): void {
    const say = (text: string) => this.warnings.push(text);
    if (this.#missed.length > 0) {
      say(
        `The host did not report step ${this.#missed.join(", ")}` +
          (previewMethod === "none"
            ? ": without previews it reports at most one in 100 ms."
            : ", so those evaluations have no time and no frame."),
      );
    }
    if (this.#byProgress) {
      say(
        "The host sends no progress_state: steps are timed by progress, after the preview is made.",
      );
    }
    const unknown = [...this.#reported.keys()].map((id) => this.#inputsOf(id).sampler)
      .filter((name) => !evaluations(name, 1).known);
    if (unknown.length > 0) {
      say(
        `How many evaluations a step ${unknown.map((n) => n ?? "this sampler node").join(", ")} ` +
          "makes is not known to the kit: one was counted.",
      );
    }
    const bare = this.evaluations.filter((e) => e.frame === null).length;
    if (previewMethod !== "none" && bare > 0) {
      say(
        `${bare} of ${this.evaluations.length} evaluations have no frame: the host sent no preview.`,
      );
    }
    if (this.#strayPreviews > 0) {
      say(`${this.#strayPreviews} previews belong to no step of the sampler and are not kept.`);
    }
    const skipped = this.#nodes.cached.filter((id) => this.#samplers.has(id));
    if (this.evaluations.length === 0 && skipped.length > 0) {
      say(
        "Nothing was evaluated: the host had the result of this graph and seed already. Use a new seed.",
      );
    }
  }
}
