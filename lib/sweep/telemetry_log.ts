import { appendFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { clearInterval, setInterval } from "node:timers";
import { quantities } from "@kgen/capture";
import type { Reading, Readings } from "./readings.ts";

/** Columns of the log of a session; `unix_ms` is the client's clock. */
export const logColumns = ["unix_ms", "gpu", ...quantities] as const;

/**
 * Writes what telemetry reads to a file while a session lasts, the pauses between runs too. A line is
 * appended whole; after a power cut at most the last is half there, and the reader leaves that out.
 */
export class TelemetryLog {
  #path: string;
  #source: Readings;
  #next = -Infinity;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The first write that failed; telemetry that cannot be written stops no sweep. */
  failure: Error | null = null;

  constructor(path: string, source: Readings) {
    this.#path = path;
    this.#source = source;
    if (source.source === "none") return;
    this.#append(logColumns.join(",") + "\n");
    this.#timer = setInterval(() => this.flush(), 2000);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Appends what is new. */
  flush(): void {
    const found = this.#source.samples(this.#next);
    if (found.length === 0) return;
    // A sample a moment later than the last, so that none is written twice.
    this.#next = found[found.length - 1].t + 1e-6;
    const toUnix = Date.now() - performance.now();
    this.#append(found.map((s) => line(s, toUnix)).join(""));
  }

  #append(text: string): void {
    try {
      appendFileSync(this.#path, text);
    } catch (error) {
      this.failure ??= error as Error;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#source.source !== "none") this.flush();
  }
}

function line(s: Reading, toUnix: number): string {
  const cells = logColumns.map((name) =>
    name === "unix_ms" ? (s.t + toUnix).toFixed(1) : s[name] ?? ""
  );
  return cells.join(",") + "\n";
}
