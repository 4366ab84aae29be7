import type { Buffer } from "node:buffer";
import { performance } from "node:perf_hooks";
import type WebSocket from "ws";
import type { ConnectionEvent, HostEvent } from "./events.ts";
import { parseFrame } from "./frames.ts";
import { parseMessage } from "./messages.ts";

/** A message as it came, with performance.now() at its receipt, ms. It is parsed when it is read. */
export interface Raw {
  t: number;
  data: WebSocket.RawData;
  binary: boolean;
}

/** Events that wait for their one reader. */
export class EventQueue implements AsyncIterable<HostEvent> {
  /** Nothing comes any more. */
  ended = false;
  /** Bytes of the messages that wait. */
  bytes = 0;
  #waiting: (Raw | HostEvent)[] = [];
  #wake: (() => void) | null = null;
  #onTaken: () => void;

  /** @param onTaken called when the reader takes what waits */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  /** Adds a message. */
  push(raw: Raw): void {
    this.#waiting.push(raw);
    this.bytes += (raw.data as Buffer).length;
    this.#wake?.();
  }

  /** Adds what is to be said of the connection. */
  say(e: ConnectionEvent): void {
    this.#waiting.push({ t: performance.now(), ...e });
    this.#wake?.();
  }

  /** Says the last thing, once. */
  end(code: number, reason: string): void {
    if (this.ended) return;
    this.ended = true;
    this.say({ kind: "closed", code, reason });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<HostEvent, void> {
    for (;;) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.bytes = 0;
      this.#onTaken();
      for (const raw of batch) yield "kind" in raw ? raw : parse(raw);
      if (this.#waiting.length > 0) continue;
      if (this.ended) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#wake = null;
    }
  }
}

function parse({ t, data, binary }: Raw): HostEvent {
  return binary
    ? { t, ...parseFrame(data as Uint8Array) }
    : { t, ...parseMessage((data as Buffer).toString()) };
}
