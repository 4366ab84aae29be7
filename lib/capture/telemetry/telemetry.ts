import type { TelemetrySample } from "./sample.ts";

/** Samples kept; five a second of one GPU for two days. Then the oldest go. */
const capacity = 1_000_000;

/** What a source of telemetry is made with. */
export interface TelemetrySource {
  source: string;
  /** Ends what delivers the samples. */
  stop?: () => Promise<void> | void;
}

/**
 * What is read of the GPUs of a host while it is open. Samples pile up in memory in the order of
 * their time; whoever needs some asks for a stretch of time. A source that dies in the middle
 * keeps what it had and says so in `word`.
 *
 * @example
 * ```ts
 * import { Telemetry } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const none = Telemetry.none("this host has no GPU");
 * assert.deepEqual([none.source, none.word, none.samples()], ["none", "this host has no GPU", []]);
 * await none.close();
 * ```
 */
export class Telemetry {
  /** "plugin", "nvidia-smi", "ssh:DEST" or "none". */
  readonly source: string;
  #word = "";
  #live: boolean;
  #samples: TelemetrySample[] = [];
  #stop: TelemetrySource["stop"];
  #closing: Promise<void> | null = null;

  constructor(o: TelemetrySource, word = "") {
    this.source = o.source;
    this.#stop = o.stop;
    this.#word = word;
    this.#live = o.source !== "none";
  }

  /** No telemetry, and why. */
  static none(word: string): Telemetry {
    return new Telemetry({ source: "none" }, word);
  }

  /** Why there is none, what is lacking, or how it ended; "" when all is well. */
  get word(): string {
    return this.#word;
  }

  /** Samples still come. */
  get live(): boolean {
    return this.#live;
  }

  /** Takes a sample. Sources call this; one that comes late is put in its place. */
  push(sample: TelemetrySample): void {
    const all = this.#samples;
    let at = all.length;
    while (at > 0 && all[at - 1].t > sample.t) at--;
    all.splice(at, 0, sample);
    if (all.length > capacity) all.splice(0, capacity / 10);
  }

  /** Adds a sentence to `word`, once; it does not grow without end. */
  say(sentence: string): void {
    if (this.#word.includes(sentence) || this.#word.length > 1000) return;
    this.#word = `${this.#word} ${sentence}`.trim();
  }

  /** Says that no more samples will come, and why. What there is stays. */
  end(why: string): void {
    if (!this.#live) return;
    this.#live = false;
    if (!this.#closing) this.say(why);
  }

  /** Samples come again after an end. */
  resume(sentence: string): void {
    if (this.#closing || this.source === "none") return;
    this.#live = true;
    this.say(sentence);
  }

  /** The samples from one moment to another, both included; performance.now(), ms. */
  samples(fromMs = -Infinity, toMs = Infinity): TelemetrySample[] {
    return this.#samples.slice(this.#from(fromMs), this.#from(toMs, true));
  }

  /** Index of the first sample at or after (`after`: later than) a moment. */
  #from(t: number, after = false): number {
    let low = 0;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#samples[middle].t;
      if (after ? there <= t : there < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Stops the source and waits until its process or socket is gone. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= Promise.resolve(this.#stop?.()).then(() => {
      this.#live = false;
    });
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
