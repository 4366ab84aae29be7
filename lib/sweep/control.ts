import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { pauseFor } from "./wait_for_host.ts";
import { writeWhole } from "./write_whole.ts";

/** What somebody wishes of a sweep that runs in another process on this folder. */
export type Wish = "pause" | "cancel";

const path = (dir: string) => join(dir, "control.json");

/** Asks the process that runs a sweep in one process to pause after its cell, or to stop; null: to go on. */
export function wishOf(dir: string, wish: Wish | null): void {
  if (wish === null) rmSync(path(dir), { force: true });
  else writeWhole(path(dir), JSON.stringify({ schema: "kgen.control/1", wish }) + "\n");
}

/** The wish that stands, or null. */
export function wishIn(dir: string): Wish | null {
  if (!existsSync(path(dir))) return null;
  try {
    return JSON.parse(readFileSync(path(dir), "utf8")).wish ?? null;
  } catch {
    // Taken back just now.
    return null;
  }
}

/** Hears wishes while a sweep runs: `./kgen sweep pause|cancel` writes them into its folder. */
export class FolderControl {
  /** Aborted by a cancel. */
  readonly signal: AbortSignal;
  #dir: string;
  #timer: ReturnType<typeof setInterval>;

  constructor(dir: string) {
    this.#dir = dir;
    // Who starts a sweep wishes it to run.
    wishOf(dir, null);
    const stop = new AbortController();
    this.signal = stop.signal;
    this.#timer = setInterval(() => {
      if (wishIn(dir) === "cancel") stop.abort(new Error("the sweep was cancelled"));
    }, 500);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Waits while there is a pause. */
  async passage(signal: AbortSignal, onWait: () => void): Promise<void> {
    for (let told = false; wishIn(this.#dir) === "pause" && !signal.aborted; told = true) {
      if (!told) onWait();
      await pauseFor(300, signal);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    wishOf(this.#dir, null);
  }
}
