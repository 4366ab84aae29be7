import type { FromWorker, Job, Outcome, Preview, ToWorker } from "../engine/messages.ts";
import type { WebSocket } from "ws";
import { metadataFrame, plainFrame, textFrame } from "./frames.ts";
import { type Item, Queue } from "./queue.ts";
import { Sockets } from "./sockets.ts";

/** What a host is started with. */
export interface HostSettings {
  /** Where weights, graphs and LoRAs lie. */
  modelDir: string;
  /** Where uploads go. */
  inputDir: string;
  outputDir: string;
  tempDir: string;
  threads: number;
}

/** The state of the server: queue, history, sockets, and the worker that runs prompts. */
export class Host {
  readonly sockets = new Sockets();
  readonly queue = new Queue(() => this.sockets.send(null, "status", this.status()));
  #worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module" });
  #interrupt = new Int32Array(new SharedArrayBuffer(4));
  #lastNode: string | null = null;
  #idle = Promise.withResolvers<void>();
  /** Numbers prompts in the order in which they came. */
  nextNumber = 0;

  constructor(readonly settings: HostSettings) {
    this.#idle.resolve();
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    this.#worker.onerror = (event) => {
      console.error(`the thread that runs prompts stopped: ${event.message}`);
      Deno.exit(1);
    };
    const interrupt = this.#interrupt.buffer as SharedArrayBuffer;
    this.#post({ kind: "setup", setup: { ...settings, interrupt } });
  }

  status(): Record<string, unknown> {
    return { status: { exec_info: { queue_remaining: this.queue.remaining } } };
  }

  /** Greets a new connection; a client whose prompt runs learns where it is. */
  connect(sid: string, socket: WebSocket): void {
    this.sockets.add(sid, socket);
    this.sockets.send(sid, "status", { ...this.status(), sid });
    if (this.#client() === sid && this.#lastNode !== null) {
      this.sockets.send(sid, "executing", { node: this.#lastNode });
    }
  }

  submit(item: Item): void {
    this.queue.put(item);
    this.#next();
  }

  /** Stops the running prompt, or only if it has this id. */
  interrupt(promptId?: string): void {
    const running = this.queue.running?.[1];
    if (running && (!promptId || promptId === running)) Atomics.store(this.#interrupt, 0, 1);
  }

  /** Forgets cached results and the loaded model once the running prompt is done. */
  free(): void {
    this.#post({ kind: "free" });
  }

  /** Stops the running prompt and waits for its end, so that no file stays half written. */
  async stop(patience = 2000): Promise<void> {
    this.queue.clear();
    this.interrupt();
    let timer;
    const enough = new Promise<void>((done) => timer = setTimeout(done, patience));
    await Promise.race([this.#idle.promise, enough]);
    clearTimeout(timer);
    this.sockets.close();
    this.#worker.terminate();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #client(): string | null {
    return this.queue.running?.[3].client_id ?? null;
  }

  #next(): void {
    const item = this.queue.take();
    if (!item) return;
    const [, promptId, graph, extraData, outputs] = item;
    this.#idle = Promise.withResolvers();
    // Cleared here and not in the worker: an interrupt that comes before the worker begins still counts.
    Atomics.store(this.#interrupt, 0, 0);
    const job: Job = { promptId, graph, outputs, extraData };
    this.#post({ kind: "run", job });
  }

  #hear(message: FromWorker): void {
    const client = this.#client();
    if (message.kind === "event") {
      const [type, data] = message.event;
      if (type === "executing" && client !== null) this.#lastNode = data.node as string;
      if (client !== null || message.everyone) this.sockets.send(client, type, data);
    }
    if (message.kind === "step") this.#tellStep(client, message.progress, message.preview);
    if (message.kind === "text") {
      this.sockets.sendBytes(client, textFrame(message.text.node, message.text.text));
    }
    if (message.kind === "done") this.#end(client, message.outcome);
  }

  /** With metadata the preview comes before `progress`, without it after. */
  #tellStep(
    client: string | null,
    [type, data]: [string, Record<string, unknown>],
    preview?: Preview,
  ): void {
    const promptId = data.prompt_id as string;
    const understood = this.sockets.understandsMetadata(client);
    if (preview && understood) {
      this.sockets.sendBytes(client, metadataFrame(preview.png, preview.node, promptId));
    }
    this.sockets.send(client, type, data);
    if (preview && !understood) this.sockets.sendBytes(client, plainFrame(preview.png));
  }

  #end(client: string | null, outcome: Outcome): void {
    this.#lastNode = null;
    this.queue.done(outcome);
    if (client !== null) {
      this.sockets.send(client, "executing", { node: null, prompt_id: outcome.promptId });
    }
    this.#idle.resolve();
    this.#next();
  }
}
