import type { Address } from "./address.ts";
import { asJson } from "./answer.ts";
import type { CallOptions } from "./call_options.ts";
import type { FileRef } from "./file_ref.ts";
import type { HostOptions } from "./host_options.ts";
import { HostRequests } from "./host_requests.ts";
import { type Job, jobsFrom, jobsOf, positionIn, type Queue } from "./jobs.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { EventStream } from "./stream.ts";
import { type Submission, submitGraph, type Submitted } from "./submit.ts";
import type { SystemStats } from "./system_stats.ts";
import { uploaded, uploadForm, type UploadOptions } from "./upload.ts";
import { fetchFile } from "./view.ts";
import type { Graph } from "./workflow.ts";

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
  #requests: HostRequests;
  #onClose: HostOptions["onClose"];

  constructor(at: Address, stats: SystemStats, o: HostOptions = {}) {
    this.url = at.base;
    this.kind = stats.system.kgen_embedded ? "embedded" : "remote";
    this.timeout = o.timeout ?? 120_000;
    this.patience = o.patience ?? 60_000;
    this.limits = { ...defaultLimits, ...o.limits };
    this.#requests = new HostRequests(at, this.timeout, this.limits);
    this.#onClose = o.onClose;
  }

  /** Versions and devices. */
  systemStats(o?: CallOptions): Promise<SystemStats> {
    return this.#requests.json("/system_stats", o);
  }

  /** What the host can do, such as max_upload_size in bytes; `{}` for one too old to say. */
  features(o?: CallOptions): Promise<Record<string, any>> {
    return this.#requests.jsonOr({}, "/features", o);
  }

  /** Node types the host has; with a name only that one, `{}` when it is missing. */
  objectInfo(classType?: string, o?: CallOptions): Promise<Record<string, any>> {
    return this.#requests.json(
      "/object_info" + (classType ? `/${encodeURIComponent(classType)}` : ""),
      o,
    );
  }

  /** Jobs that run and jobs that wait, each as [number, prompt id, graph, ...]. */
  queue(o?: CallOptions): Promise<Queue> {
    return this.#requests.json("/queue", o);
  }

  /** Finished jobs by prompt id; with an id only that one, `{}` when it is not there (yet). */
  history(promptId?: string, o?: CallOptions): Promise<Record<string, any>> {
    return this.#requests.json(
      "/history" + (promptId ? `/${encodeURIComponent(promptId)}` : ""),
      o,
    );
  }

  /** All jobs that the host knows: running, waiting and through. */
  async jobs(o?: CallOptions): Promise<Job[]> {
    const [queue, body] = await Promise.all([
      this.queue(o),
      this.#requests.jsonOr(null, "/api/jobs", o),
    ]);
    return body === null ? jobsFrom(queue, await this.history(undefined, o)) : jobsOf(body, queue);
  }

  /** Jobs before a job: 0 while it runs, 1 when it is next; null when it is not in the queue. */
  async position(promptId: string, o?: CallOptions): Promise<number | null> {
    return positionIn(await this.queue(o), promptId);
  }

  /** Stops a job: taken from the queue if it waits, interrupted if it runs. Without an id: what runs now. */
  async interrupt(promptId?: string, o?: CallOptions): Promise<void> {
    if (promptId) await this.#requests.post("/queue", { delete: [promptId] }, o);
    await this.#requests.post("/interrupt", promptId ? { prompt_id: promptId } : {}, o);
  }

  /** Asks the host to unload its models, or to drop all that it keeps, before its next job. */
  async free(what: { models?: boolean; memory?: boolean } = {}, o?: CallOptions): Promise<void> {
    const { models = true, memory = false } = what;
    await this.#requests.post("/free", { unload_models: models, free_memory: memory }, o);
  }

  /** Fetches a picture that a job has saved. */
  view(ref: FileRef, o: CallOptions = {}): Promise<{ bytes: Uint8Array; mime: string }> {
    return fetchFile(this.#requests, ref, { signal: o.signal, limit: this.limits.file });
  }

  /**
   * Sends a picture, given as bytes or as the path of a file here, to a folder of the host.
   * The host may choose another name than the one asked for: use the one that is returned.
   */
  async upload(file: Uint8Array | string, o: UploadOptions = {}): Promise<FileRef> {
    const raw = await uploadForm(file, o, this.limits.file);
    const path = "/upload/image";
    const body = await this.#requests.json(path, { method: "POST", raw, signal: o.signal });
    return uploaded(this.url, path, body);
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
    const reply = await this.#requests.send(path, {
      method: o.method ?? (o.body === undefined ? "GET" : "POST"),
      body: o.body,
      signal: o.signal,
    });
    return reply.bytes.length === 0 ? null : asJson(this.#requests.at, path, reply);
  }

  /**
   * Queues a graph. The prompt id is the client's choice, so that events can be told apart before
   * the answer is here. A refusal (HTTP 400) becomes InvalidWorkflowError with node and input.
   *
   * When the connection breaks before the answer is here, the host is asked whether it has the job, so
   * that none runs unnoticed.
   */
  submit(graph: Graph, o: Submission): Promise<Submitted> {
    return submitGraph(this, this.#requests, graph, o);
  }

  /**
   * Opens the socket. Events queue up from here on, so call it before submit(). The stream opens a lost
   * socket again by itself, see {@linkcode EventStream}.
   */
  listen(clientId: string, o: CallOptions = {}): Promise<EventStream> {
    return EventStream.open(this.#requests.at, clientId, {
      timeout: this.timeout,
      patience: this.patience,
      frame: this.limits.frame,
      signal: o.signal,
    });
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
