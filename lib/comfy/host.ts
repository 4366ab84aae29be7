import { setTimeout as sleep } from "node:timers/promises";
import type { Address } from "./address.ts";
import { asJson, beginning, mustSucceed, requestJson } from "./answer.ts";
import { HostUnreachableError, HttpError, NotComfyError, statusError } from "./errors.ts";
import { type Reply, request } from "./http.ts";
import type { HostOptions } from "./host_options.ts";
import { type Job, jobsFrom, jobsOf, positionIn, type Queue } from "./jobs.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { rejection } from "./rejection.ts";
import { EventStream } from "./stream.ts";
import { uploadForm, type UploadOptions } from "./upload.ts";
import type { Graph } from "./workflow.ts";

/** What /system_stats says, as far as it is used here. */
export interface SystemStats {
  system: Record<string, any> & {
    comfyui_version?: string;
    kgen_embedded?: string;
    os?: string;
    python_version?: string;
    pytorch_version?: string;
  };
  devices: (Record<string, any> & { name: string; type: string; vram_total?: number })[];
}

/** A picture on a host, as its history names it. */
export interface FileRef {
  filename: string;
  subfolder?: string;
  type?: string;
}

/** Every question can be stopped; it then ends in an InterruptedError. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** ms between two looks for a job whose queueing was not confirmed. */
const lookAgain = [50, 200, 500];

/**
 * A ComfyUI host: the embedded one, or any other reached by its URL. Made by {@linkcode connect}.
 *
 * Every method throws typed errors: HostUnreachableError, HostTimeoutError (silence), UnauthorisedError
 * (401, 403), TooLargeError, NotComfyError (not JSON), HttpError (any other status), InterruptedError (signal).
 */
export class Host {
  /** Without credentials. */
  readonly url: string;
  readonly kind: "embedded" | "remote";
  /** ms of silence after which an answer is given up. */
  readonly timeout: number;
  /** ms for which a lost socket is opened again and again. */
  readonly patience: number;
  readonly limits: Limits;
  #at: Address;
  #onClose: HostOptions["onClose"];

  constructor(at: Address, stats: SystemStats, o: HostOptions = {}) {
    this.#at = at;
    this.url = at.base;
    this.kind = stats.system.kgen_embedded ? "embedded" : "remote";
    this.timeout = o.timeout ?? 120_000;
    this.patience = o.patience ?? 60_000;
    this.limits = { ...defaultLimits, ...o.limits };
    this.#onClose = o.onClose;
  }

  #get(path: string, o: CallOptions = {}): Promise<any> {
    return requestJson(this.#at, path, this.#with(o));
  }

  #with(o: CallOptions) {
    return { timeout: this.timeout, limit: this.limits.json, signal: o.signal };
  }

  /** Versions and devices. */
  systemStats(o?: CallOptions): Promise<SystemStats> {
    return this.#get("/system_stats", o);
  }

  /** What the host can do, such as max_upload_size in bytes; `{}` for one too old to say. */
  features(o?: CallOptions): Promise<Record<string, any>> {
    return this.#get("/features", o).catch(whenMissing({}));
  }

  /** Node types the host has; with a name only that one, `{}` when it is missing. */
  objectInfo(classType?: string, o?: CallOptions): Promise<Record<string, any>> {
    return this.#get("/object_info" + (classType ? `/${encodeURIComponent(classType)}` : ""), o);
  }

  /** Jobs that run and jobs that wait, each as [number, prompt id, graph, ...]. */
  queue(o?: CallOptions): Promise<Queue> {
    return this.#get("/queue", o);
  }

  /** Finished jobs by prompt id; with an id only that one, `{}` when it is not there (yet). */
  history(promptId?: string, o?: CallOptions): Promise<Record<string, any>> {
    return this.#get("/history" + (promptId ? `/${encodeURIComponent(promptId)}` : ""), o);
  }

  /** All jobs that the host knows: running, waiting and through. */
  async jobs(o?: CallOptions): Promise<Job[]> {
    const [queue, body] = await Promise.all([
      this.queue(o),
      this.#get("/api/jobs", o).catch(whenMissing(null)),
    ]);
    return body === null ? jobsFrom(queue, await this.history(undefined, o)) : jobsOf(body, queue);
  }

  /** Jobs before a job: 0 while it runs, 1 when it is next; null when it is not in the queue. */
  async position(promptId: string, o?: CallOptions): Promise<number | null> {
    return positionIn(await this.queue(o), promptId);
  }

  /** Stops a job: taken from the queue if it waits, interrupted if it runs. Without an id: what runs now. */
  async interrupt(promptId?: string, o?: CallOptions): Promise<void> {
    if (promptId) await this.#post("/queue", { delete: [promptId] }, o);
    await this.#post("/interrupt", promptId ? { prompt_id: promptId } : {}, o);
  }

  /** Asks the host to unload its models, or to drop all that it keeps, before its next job. */
  async free(what: { models?: boolean; memory?: boolean } = {}, o?: CallOptions): Promise<void> {
    const { models = true, memory = false } = what;
    await this.#post("/free", { unload_models: models, free_memory: memory }, o);
  }

  /** Fetches a picture that a job has saved. */
  async view(ref: FileRef, o: CallOptions = {}): Promise<{ bytes: Uint8Array; mime: string }> {
    const query = new URLSearchParams({
      filename: ref.filename,
      subfolder: ref.subfolder ?? "",
      type: ref.type ?? "output",
    });
    const options = { ...this.#with(o), limit: this.limits.file };
    const reply = await request(this.#at, `/view?${query}`, options);
    if (reply.status !== 200) {
      throw statusError(reply.status, `${this.url}/view of ${ref.filename}`);
    }
    if (reply.mime === "text/html") {
      throw new NotComfyError(this.url, `/view of ${ref.filename} gave a web page`);
    }
    return { bytes: reply.bytes, mime: reply.mime };
  }

  /**
   * Sends a picture, given as bytes or as the path of a file here, to a folder of the host.
   * The host may choose another name than the one asked for: use the one that is returned.
   */
  async upload(file: Uint8Array | string, o: UploadOptions = {}): Promise<FileRef> {
    const raw = await uploadForm(file, o, this.limits.file);
    const path = "/upload/image";
    const reply = await request(this.#at, path, { ...this.#with(o), method: "POST", raw });
    mustSucceed(this.#at, path, reply);
    const body = asJson(this.#at, path, reply);
    if (typeof body?.name !== "string") {
      throw new NotComfyError(this.url, `${path} gave no name`);
    }
    return { filename: body.name, subfolder: body.subfolder ?? "", type: body.type ?? "input" };
  }

  /**
   * Any other route of the host, such as one of a plugin: JSON in, JSON out; null for an empty answer.
   *
   * @param path beginning with "/"
   */
  async call(
    path: string,
    o: CallOptions & { method?: string; body?: unknown } = {},
  ): Promise<any> {
    const reply = await request(this.#at, path, {
      ...this.#with(o),
      method: o.method ?? (o.body === undefined ? "GET" : "POST"),
      body: o.body,
    });
    mustSucceed(this.#at, path, reply);
    return reply.bytes.length === 0 ? null : asJson(this.#at, path, reply);
  }

  /**
   * Queues a graph. The prompt id is the client's choice, so that events can be told apart before
   * the answer is here. A refusal (HTTP 400) becomes InvalidWorkflowError with node and input.
   *
   * When the connection breaks before the answer is here, the host is asked whether it has the job, so
   * that none runs unnoticed.
   */
  async submit(
    graph: Graph,
    o: CallOptions & {
      promptId: string;
      clientId: string;
      extraData?: Record<string, unknown>;
    },
  ): Promise<{ promptId: string; number: number }> {
    const path = "/prompt";
    let reply: Reply;
    try {
      reply = await request(this.#at, path, {
        ...this.#with(o),
        method: "POST",
        body: {
          prompt: graph,
          prompt_id: o.promptId,
          client_id: o.clientId,
          extra_data: o.extraData ?? {},
        },
      });
    } catch (error) {
      const queued = error instanceof HostUnreachableError ? await this.#queued(o.promptId) : null;
      if (queued === null) throw error;
      return { promptId: o.promptId, number: queued };
    }
    if (reply.status !== 400) mustSucceed(this.#at, path, reply);
    const body = asJson(this.#at, path, reply);
    if (reply.status === 400) throw rejection(this.url, body, graph);
    // The host queues what it can when some of the outputs are wrong. Here that is not enough.
    if (Object.keys(body?.node_errors ?? {}).length > 0) {
      await this.interrupt(o.promptId);
      throw rejection(this.url, body, graph);
    }
    if (typeof body?.prompt_id !== "string") {
      throw new NotComfyError(
        this.url,
        `/prompt gave no prompt_id but ${beginning(this.#at, reply, 80)}`,
      );
    }
    return { promptId: body.prompt_id, number: body.number };
  }

  /** Number of a job that the host has after all; null when it has not, or does not say. */
  async #queued(promptId: string): Promise<number | null> {
    for (const pause of lookAgain) {
      await sleep(pause);
      try {
        const { queue_running, queue_pending } = await this.queue();
        const job = [...queue_running, ...queue_pending].find((j) => j[1] === promptId);
        if (job) return Number(job[0]);
        const entry = (await this.history(promptId))[promptId];
        if (entry) return Number(entry.prompt?.[0] ?? 0);
      } catch {
        // asked again, or given up: the first error is thrown
      }
    }
    return null;
  }

  /**
   * Opens the socket. Events queue up from here on, so call it before submit(). The stream opens a lost
   * socket again by itself, see {@linkcode EventStream}.
   */
  listen(clientId: string, o: CallOptions = {}): Promise<EventStream> {
    return EventStream.open(this.#at, clientId, {
      timeout: this.timeout,
      patience: this.patience,
      frame: this.limits.frame,
      signal: o.signal,
    });
  }

  async #post(path: string, body: unknown, o: CallOptions = {}): Promise<void> {
    const reply = await request(this.#at, path, { ...this.#with(o), method: "POST", body });
    mustSucceed(this.#at, path, reply);
  }

  /** Ends an embedded host that this process started; for a remote host there is nothing to end. */
  async close(): Promise<void> {
    const ending = this.#onClose;
    this.#onClose = undefined;
    await ending?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function whenMissing<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof HttpError && error.status === 404) return otherwise;
    throw error;
  };
}
