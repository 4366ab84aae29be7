import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import type WebSocket from "ws";
import type { Address } from "./address.ts";
import { backoff } from "./backoff.ts";
import { ComfyError, UnauthorisedError } from "./errors.ts";
import { EventQueue } from "./event_queue.ts";
import type { HostEvent } from "./events.ts";
import { Pulse } from "./pulse.ts";
import { answersFlags, openSocket } from "./socket.ts";
import { closingWord, refusalOf } from "./socket_words.ts";

export interface StreamOptions {
  /** ms of silence, pings unanswered too, after which a connection counts as lost. */
  timeout: number;
  /** ms for which a lost connection is opened again and again. */
  patience: number;
  /** Bytes of the largest message that is taken. */
  frame: number;
  signal?: AbortSignal;
}

/** ms after which a connection counts as sound, so that the next loss begins with short pauses again. */
const sound = 5000;

/**
 * What a host says, as an async iterable for one reader: the one way to listen. Events wait in a queue
 * from the moment the socket opens, so none is lost between listen() and the first read.
 *
 * A lost socket is opened again by itself: `reconnecting` tells of each attempt, `reconnected` of success;
 * what the host said in between is gone, and /history knows the outcome of a job. The last event is
 * always `closed`: after close(), when the host refuses our credentials, or when it stayed away for
 * `patience`.
 */
export class EventStream implements AsyncIterable<HostEvent> {
  /** Resolves when the host has answered our feature flags; old hosts never do. */
  readonly negotiated: Promise<void>;
  #at: Address;
  #clientId: string;
  #o: StreamOptions;
  #socket: WebSocket | null = null;
  #queue = new EventQueue(() => {
    if (this.#socket?.isPaused) this.#socket.resume();
  });
  #stop = new AbortController();
  #answered: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** performance.now() at the loss of the connection, ms; null while there is one. */
  #lostAt: number | null = null;
  #attempt = 0;

  private constructor(at: Address, clientId: string, o: StreamOptions) {
    this.#at = at;
    this.#clientId = clientId;
    this.#o = o;
    this.negotiated = new Promise((resolve) => this.#answered = resolve);
  }

  /** Opens the socket of a host, sends our feature flags and waits for the answer to them. */
  static async open(at: Address, clientId: string, o: StreamOptions): Promise<EventStream> {
    const stream = new EventStream(at, clientId, o);
    const onAbort = () => stream.close();
    if (o.signal?.aborted) onAbort();
    // The caller's signal may outlive many streams: a closed one no longer listens to it.
    o.signal?.addEventListener("abort", onAbort, { once: true, signal: stream.#stop.signal });
    await stream.#connect(Math.min(o.timeout, 30_000));
    // Wait for the answer, or a job queued now could send its previews in the old form.
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      stream.negotiated,
      new Promise<void>((resolve) => timer = setTimeout(resolve, 1000)),
    ]);
    clearTimeout(timer);
    return stream;
  }

  /** Whether there is a connection now. */
  get connected(): boolean {
    return this.#socket !== null;
  }

  [Symbol.asyncIterator](): AsyncGenerator<HostEvent, void> {
    return this.#queue[Symbol.asyncIterator]();
  }

  /** Closes the socket, for good. What has arrived can still be read, then `closed`. */
  close(): void {
    if (this.#queue.ended || this.#stop.signal.aborted) return;
    this.#stop.abort();
    clearTimeout(this.#timer);
    const socket = this.#socket;
    if (!socket) return this.#queue.end(1000, "closed by us");
    socket.close();
    // A host that is gone does not answer the closing handshake.
    const timer = setTimeout(() => socket.terminate(), 500);
    socket.once("close", () => clearTimeout(timer));
  }

  #connect(handshake: number): Promise<unknown> {
    return openSocket(
      this.#at,
      this.#clientId,
      { handshake, frame: this.#o.frame, signal: this.#stop.signal },
      (socket) => this.#attach(socket),
    );
  }

  #attach(socket: WebSocket): void {
    let openedAt: number | null = null;
    let looks = 0;
    let pulse: Pulse | undefined;
    socket.on("open", () => {
      openedAt = performance.now();
      this.#socket = socket;
      if (this.#lostAt !== null) {
        this.#queue.say({ kind: "reconnected", gap_ms: Math.round(openedAt - this.#lostAt) });
        this.#lostAt = null;
      }
      pulse = new Pulse(socket, this.#o.timeout);
    });
    socket.on("message", (data, binary) => {
      const t = performance.now(); // first of all: this is the clock of every measurement
      pulse?.heard(t);
      this.#queue.push({ t, data, binary });
      // A reader that does not keep up must not fill the memory: the host waits instead.
      if (this.#queue.bytes > 2 * this.#o.frame) socket.pause();
      if (this.#answered && !binary && looks++ < 10 && answersFlags(data)) {
        this.#answered();
        this.#answered = null;
      }
    });
    socket.on("pong", () => pulse?.heard(performance.now()));
    socket.on("error", (error) => {
      if (openedAt === null) return; // connect() says it
      this.#queue.say(refusalOf(this.#at.base, error, this.#o.frame));
      // The closing frame (1009 for what is too large) leaves first. Nothing more is read.
      setTimeout(() => socket.terminate(), 100);
    });
    socket.on("close", (code, why) => {
      pulse?.stop();
      if (openedAt === null) return;
      this.#socket = null;
      if (this.#stop.signal.aborted) return this.#queue.end(code, why.toString());
      this.#lostAt = performance.now();
      if (this.#lostAt - openedAt > sound) this.#attempt = 0;
      this.#retry(code, closingWord(code, why.toString()));
    });
  }

  #retry(code: number, reason: string): void {
    const left = this.#o.patience - (performance.now() - this.#lostAt!);
    if (left <= 0) return this.#queue.end(code, reason);
    const delay_ms = Math.min(backoff(++this.#attempt), Math.ceil(left));
    this.#queue.say({ kind: "reconnecting", attempt: this.#attempt, delay_ms, reason });
    this.#timer = setTimeout(async () => {
      try {
        await this.#connect(Math.max(500, Math.min(left, this.#o.timeout, 10_000)));
      } catch (error) {
        const said = error instanceof ComfyError ? error.message : String(error);
        if (this.#stop.signal.aborted) this.#queue.end(1000, "closed by us");
        else if (error instanceof UnauthorisedError) this.#queue.end(1008, said);
        else this.#retry(1006, said);
      }
    }, delay_ms);
  }
}
