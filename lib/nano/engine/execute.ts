import { isLink } from "../graph/types.ts";
import type { Entry, NodeCache, UiEntry } from "./cache.ts";
import { Interrupted } from "./errors.ts";
import { failure } from "./failure.ts";
import type { Event, FromWorker, Job, Outcome, Preview, Setup } from "./messages.ts";
import type { Networks } from "../model/networks.ts";
import { modelDigest } from "./model_nodes.ts";
import type { Context } from "./node.ts";
import { nodes, preparations } from "./nodes.ts";
import { runOrder } from "./order.ts";
import { pictureDigest } from "./picture_file.ts";
import { toRgb } from "./pixels.ts";
import { encodePng } from "./png.ts";
import { Progress, Throttle } from "./progress.ts";
import { signatures } from "./signature.ts";
import type { Pixels } from "./values.ts";
import type { OnStep, Vector } from "../model/sampler.ts";

/** zlib's level for previews: a higher one takes longer and saves next to nothing. */
const previewLevel = 2;
/** Preview methods that show something; all of them show x0 itself, as the model works on pixels. */
const previewMethods = ["auto", "latent2rgb", "taesd"];

/** Runs one prompt and tells of it in ComfyUI's messages and their order. */
export class Execution {
  #messages: Event[] = [];
  #executed: string[] = [];
  #shown = new Map<string, UiEntry>();
  #keys: Map<string, string>;
  #progress: Progress;
  #stop: Int32Array;

  constructor(
    readonly job: Job,
    readonly setup: Setup,
    readonly cache: NodeCache,
    readonly networks: Networks,
    readonly send: (message: FromWorker) => void,
  ) {
    this.#keys = signatures(
      job.graph,
      (node) => pictureDigest(setup, node) + modelDigest(networks, node),
    );
    this.#progress = new Progress(job.promptId);
    this.#stop = new Int32Array(setup.interrupt);
  }

  async run(): Promise<Outcome> {
    const { promptId, graph, outputs } = this.job;
    this.#record("execution_start", { prompt_id: promptId });
    // ComfyUI, short of memory as it always finds itself, keeps only what the prompt at hand uses.
    this.cache.retain(this.#keys.values());
    const cached = Object.keys(graph).filter((id) => this.#cached(id));
    this.#record("execution_cached", { nodes: cached, prompt_id: promptId });
    let success = true;
    for (const id of runOrder(graph, outputs, (id) => this.#cached(id) !== undefined)) {
      success = await this.#runNode(id);
      if (!success) break;
    }
    if (success) this.#record("execution_success", { prompt_id: promptId });
    return {
      promptId,
      success,
      messages: this.#messages,
      outputs: Object.fromEntries([...this.#shown].map(([id, ui]) => [id, ui.output])),
      meta: Object.fromEntries([...this.#shown].map(([id, ui]) => [id, ui.meta])),
    };
  }

  #cached(id: string): Entry | undefined {
    return this.cache.get(this.#keys.get(id)!);
  }

  /** A message that the history keeps too. */
  #record(type: string, data: Record<string, unknown>, everyone = false): void {
    const event: Event = [type, { ...data, timestamp: Date.now() }];
    this.#messages.push(event);
    this.send({ kind: "event", event, everyone });
  }

  #tell(type: string, data: Record<string, unknown>): void {
    this.send({ kind: "event", event: [type, data], everyone: false });
  }

  #tellProgress(event: Event): void {
    this.send({ kind: "event", event, everyone: true });
  }

  /** Runs a node or shows what it left in the cache; false if the prompt ends here. */
  async #runNode(id: string): Promise<boolean> {
    const entry = this.#cached(id);
    if (entry) {
      if (entry.ui) this.#shown.set(id, entry.ui);
      this.#tellExecuted(id, entry.ui?.output ?? null);
      this.#tellProgress(this.#progress.finish(id));
      return true;
    }
    const inputs = this.#inputs(id);
    const context = this.#context(id);
    const type = this.job.graph[id].class_type;
    // What goes wrong here goes wrong in the node, which tries it again.
    await preparations[type]?.(inputs, context).catch(() => {});
    this.#tellProgress(this.#progress.start(id));
    this.#tell("executing", { node: id, display_node: id, prompt_id: this.job.promptId });
    try {
      this.#checkInterrupt();
      const { outputs, ui } = await nodes[type](inputs, context);
      const made: Entry = { outputs };
      if (ui) {
        const meta = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
        made.ui = { meta, output: ui };
        this.#shown.set(id, made.ui);
        this.#tellExecuted(id, ui);
      }
      this.cache.set(this.#keys.get(id)!, made);
    } catch (error) {
      this.#fail(id, inputs, error as Error);
      return false;
    }
    this.#tellProgress(this.#progress.finish(id));
    this.#executed.push(id);
    return true;
  }

  #context(id: string): Context {
    return {
      setup: this.setup,
      job: this.job,
      networks: this.networks,
      onStep: this.#stepper(id),
      show: (images) => this.#show(id, images),
      tell: (text) => this.send({ kind: "text", text: { node: id, text } }),
    };
  }

  #tellExecuted(id: string, output: unknown): void {
    this.#tell("executed", { node: id, display_node: id, output, prompt_id: this.job.promptId });
  }

  #inputs(id: string): Record<string, unknown> {
    const { inputs } = this.job.graph[id];
    return Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [
        name,
        isLink(value) ? this.#cached(value[0])?.outputs.at(value[1]) : value,
      ]),
    );
  }

  #checkInterrupt(): void {
    if (Atomics.load(this.#stop, 0)) throw new Interrupted();
  }

  /** Tells of a sampler's step: progress_state at once, so that its time is that of the evaluation, then the preview. */
  #stepper(id: string): OnStep {
    const throttle = new Throttle();
    const wanted = previewMethods.includes(this.job.extraData.preview_method);
    return (value, max, x0) => {
      this.#checkInterrupt();
      if (!throttle.lets(value, max, wanted)) return;
      this.#tellProgress(this.#progress.update(id, value, max));
      this.#sendStep(id, value, max, wanted ? this.#png(x0, 0) : undefined);
    };
  }

  /** Sends pictures as previews of their node; ComfyUI counts them from 0. */
  #show(id: string, images: Pixels): void {
    const max = images.batch;
    for (let value = 0; value < max; value++) {
      this.#checkInterrupt();
      this.#tellProgress(this.#progress.update(id, value, max));
      this.#sendStep(id, value, max, this.#png(images.samples, value, images.width, images.height));
    }
  }

  #png(samples: Vector, index: number, width?: number, height?: number): Preview["png"] {
    return encodePng(toRgb(samples, index, width, height), {}, previewLevel) as Preview["png"];
  }

  #sendStep(id: string, value: number, max: number, png?: Preview["png"]): void {
    const data = { value, max, prompt_id: this.job.promptId, node: id };
    const preview = png && { png, node: id };
    this.send({ kind: "step", progress: ["progress", data], preview });
  }

  #fail(id: string, inputs: Record<string, unknown>, error: Error): void {
    const stopped = error instanceof Interrupted;
    const what = failure(this.job, id, inputs, this.#executed, error);
    // Of an interrupt everyone hears, even if the prompt has no client.
    this.#record(stopped ? "execution_interrupted" : "execution_error", what, stopped);
  }
}
