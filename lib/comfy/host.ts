import type { Address } from "./address.ts";
import { parseAddress } from "./address.ts";
import { HttpError, NotComfyError } from "./errors.ts";
import { asJson, request, requestJson, text } from "./http.ts";
import { rejection } from "./rejection.ts";
import { EventStream, openStream } from "./stream.ts";
import type { Graph } from "./workflow.ts";

export interface HostOptions {
  /** Sent with every request and with the socket. */
  headers?: Record<string, string>;
  /** ms of silence after which an answer is given up; default 120000. */
  timeout?: number;
  /** Called by close(): ends a host that this process started. */
  onClose?: () => Promise<void> | void;
}

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

/** A ComfyUI host: the embedded one, or any other reached by its URL. Made by {@linkcode connect}. */
export class Host {
  /** Without credentials. */
  readonly url: string;
  readonly kind: "embedded" | "remote";
  /** ms of silence after which an answer is given up. */
  readonly timeout: number;
  #at: Address;
  #onClose: HostOptions["onClose"];

  constructor(at: Address, stats: SystemStats, o: HostOptions = {}) {
    this.#at = at;
    this.url = at.base;
    this.kind = stats.system.kgen_embedded ? "embedded" : "remote";
    this.timeout = o.timeout ?? 120_000;
    this.#onClose = o.onClose;
  }

  #get(path: string): Promise<any> {
    return requestJson(this.#at, path, { timeout: this.timeout });
  }

  /** Versions and devices. */
  systemStats(): Promise<SystemStats> {
    return this.#get("/system_stats");
  }

  /** Node types the host has; with a name only that one, `{}` when it is missing. */
  objectInfo(classType?: string): Promise<Record<string, any>> {
    return this.#get("/object_info" + (classType ? `/${encodeURIComponent(classType)}` : ""));
  }

  /** Jobs that run and jobs that wait, each as [number, prompt id, graph, ...]. */
  queue(): Promise<{ queue_running: any[][]; queue_pending: any[][] }> {
    return this.#get("/queue");
  }

  /** Finished jobs by prompt id; with an id only that one, `{}` when it is not there (yet). */
  history(promptId?: string): Promise<Record<string, any>> {
    return this.#get("/history" + (promptId ? `/${encodeURIComponent(promptId)}` : ""));
  }

  /** Stops a job: taken from the queue if it waits, interrupted if it runs. Without an id: what runs now. */
  async interrupt(promptId?: string): Promise<void> {
    if (promptId) await this.#post("/queue", { delete: [promptId] });
    await this.#post("/interrupt", promptId ? { prompt_id: promptId } : {});
  }

  /** Fetches a picture that a job has saved. */
  async view(ref: FileRef): Promise<{ bytes: Uint8Array; mime: string }> {
    const query = new URLSearchParams({
      filename: ref.filename,
      subfolder: ref.subfolder ?? "",
      type: ref.type ?? "output",
    });
    const reply = await request(this.#at, `/view?${query}`, { timeout: this.timeout });
    if (reply.status !== 200) {
      throw new HttpError(reply.status, `${this.url}/view of ${ref.filename}`);
    }
    if (reply.mime === "text/html") {
      throw new NotComfyError(this.url, `/view of ${ref.filename} gave a web page`);
    }
    return { bytes: reply.bytes, mime: reply.mime };
  }

  /**
   * Queues a graph. The prompt id is the client's choice, so that events can be told apart before
   * the answer is here. A refusal (HTTP 400) becomes InvalidWorkflowError with node and input.
   */
  async submit(
    graph: Graph,
    o: { promptId: string; clientId: string; extraData?: Record<string, unknown> },
  ): Promise<{ promptId: string; number: number }> {
    const reply = await this.#post("/prompt", {
      prompt: graph,
      prompt_id: o.promptId,
      client_id: o.clientId,
      extra_data: o.extraData ?? {},
    }, true);
    const body = asJson(this.#at, "/prompt", reply);
    if (reply.status === 400) throw rejection(this.url, body, graph);
    // The host queues what it can when some of the outputs are wrong. Here that is not enough.
    if (Object.keys(body.node_errors ?? {}).length > 0) {
      await this.interrupt(o.promptId);
      throw rejection(this.url, body, graph);
    }
    if (typeof body.prompt_id !== "string") {
      throw new NotComfyError(
        this.url,
        `/prompt gave no prompt_id but ${text(reply).slice(0, 80)}`,
      );
    }
    return { promptId: body.prompt_id, number: body.number };
  }

  /** Opens the socket. Events queue up from here on, so call it before submit(). */
  listen(clientId: string, o: { signal?: AbortSignal } = {}): Promise<EventStream> {
    return openStream(this.#at, clientId, { timeout: this.timeout, signal: o.signal });
  }

  async #post(path: string, body: unknown, refusalIsAnswer = false) {
    const reply = await request(this.#at, path, { method: "POST", body, timeout: this.timeout });
    if (reply.status >= 400 && !(refusalIsAnswer && reply.status === 400)) {
      throw new HttpError(
        reply.status,
        this.url + path,
        reply.mime === "text/html" ? "" : text(reply),
      );
    }
    return reply;
  }

  /** Ends an embedded host that this process started; does nothing to any other. */
  async close(): Promise<void> {
    const ending = this.#onClose;
    this.#onClose = undefined;
    await ending?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Connects to a ComfyUI host and checks that it is one.
 *
 * @param url address, with or without http://; credentials in it are sent and never shown
 * @throws HostUnreachableError when nobody answers (says what to do), NotComfyError when somebody else does
 *
 * @example
 * ```ts
 * import { connect, HostUnreachableError } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * // Port 1 is never a ComfyUI.
 * await assert.rejects(connect("http://127.0.0.1:1"), HostUnreachableError);
 * ```
 */
export async function connect(url: string, o: HostOptions = {}): Promise<Host> {
  const at = parseAddress(url, o.headers);
  const timeout = Math.min(o.timeout ?? 120_000, 30_000);
  const path = "/system_stats";
  const reply = await request(at, path, { timeout });
  if (reply.status === 401 || reply.status === 403) {
    throw new HttpError(reply.status, at.base + path);
  }
  const stats = asJson(at, path, reply);
  if (reply.status >= 400 || typeof stats?.system !== "object" || !Array.isArray(stats?.devices)) {
    throw new NotComfyError(
      at.base,
      `${path} gave HTTP ${reply.status} and ${text(reply).slice(0, 60)}`,
    );
  }
  return new Host(at, stats, o);
}
