import { clearTimeout, setTimeout } from "node:timers";
import { performance } from "node:perf_hooks";
import WebSocket from "ws";
import type { Address } from "./address.ts";
import { HostTimeoutError, HostUnreachableError, HttpError } from "./errors.ts";
import type { HostEvent } from "./events.ts";
import { parseFrame } from "./frames.ts";
import { reason } from "./http.ts";

type Raw = { t: number; data: WebSocket.RawData; binary: boolean } | HostEvent;

/** The largest message that is accepted. A preview is at most 512 px, so far below 1 MB. */
const maxPayload = 256 * 1024 * 1024;

/**
 * What a host says, as an async iterable for one reader. Events wait in a queue from the moment
 * the socket opens, so none is lost between listen() and the first read. The last event is
 * `closed`, whoever closed it.
 */
export class EventStream implements AsyncIterable<HostEvent> {
  #socket: WebSocket;
  #waiting: Raw[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  #answered: (() => void) | null = null;
  /** Resolves when the host has answered our feature flags; old hosts never do. */
  readonly negotiated: Promise<void>;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.negotiated = new Promise((resolve) => this.#answered = resolve);
    socket.on("message", (data, binary) => {
      const t = performance.now(); // first of all: this is the clock of every measurement
      this.#waiting.push({ t, data, binary });
      if (this.#answered && !binary && String(data).includes('"feature_flags"')) {
        this.#answered();
        this.#answered = null;
      }
      this.#wake?.();
    });
    socket.on("close", (code, why) => {
      this.#waiting.push({ t: performance.now(), kind: "closed", code, reason: why.toString() });
      this.#ended = true;
      this.#wake?.();
    });
    socket.on("error", () => {}); // "close" follows and says it
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<HostEvent, void> {
    for (;;) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const raw of batch) yield "kind" in raw ? raw : parse(raw);
      if (this.#waiting.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#wake = null;
    }
  }

  /** Closes the socket. What has arrived can still be read, then `closed`. */
  close(): void {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.close();
    // A host that is gone does not answer the closing handshake.
    const timer = setTimeout(() => this.#socket.terminate(), 500);
    this.#socket.once("close", () => clearTimeout(timer));
  }
}

function parse(raw: { t: number; data: WebSocket.RawData; binary: boolean }): HostEvent {
  const { t } = raw;
  if (raw.binary) return { t, ...parseFrame(raw.data as Uint8Array) };
  try {
    const { type, data } = JSON.parse(String(raw.data));
    if (typeof type === "string") return { t, kind: "message", type, data: data ?? {} };
  } catch {
    // falls through: text that is not a message
  }
  return { t, kind: "unknown", code: -1, bytes: String(raw.data).length };
}

/** Opens the socket of a host and sends our feature flags. */
export async function openStream(
  at: Address,
  clientId: string,
  o: { timeout: number; signal?: AbortSignal },
): Promise<EventStream> {
  const url = `${at.base.replace(/^http/, "ws")}/ws?clientId=${encodeURIComponent(clientId)}`;
  const socket = new WebSocket(url, {
    headers: at.headers,
    maxPayload,
    // Compressing previews costs the host time and saves nothing: they are JPEG or PNG.
    perMessageDeflate: false,
    handshakeTimeout: Math.min(o.timeout, 30_000),
  });
  const stream = new EventStream(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      reject(new HttpError(response.statusCode ?? 0, `${at.base}/ws`));
    });
    socket.once("error", (error) => {
      const slow = /handshake has timed out/.test(String(error.message));
      reject(
        slow
          ? new HostTimeoutError(at.base, "while opening /ws", o.timeout)
          : new HostUnreachableError(at.base, reason(error), { cause: error }),
      );
    });
  });
  o.signal?.addEventListener("abort", () => stream.close(), { once: true });
  // Must be the first message. Only with it do previews come with the id of their node.
  socket.send(JSON.stringify({
    type: "feature_flags",
    data: { supports_preview_metadata: true },
  }));
  // Wait for the answer, or a job queued now could send its previews in the old form.
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    stream.negotiated,
    new Promise<void>((resolve) => timer = setTimeout(resolve, 1000)),
  ]);
  clearTimeout(timer);
  return stream;
}
