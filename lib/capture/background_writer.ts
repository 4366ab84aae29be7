import * as fsp from "node:fs/promises";
import { join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { RunWriteError } from "./errors.ts";

/** The file functions a Run folder uses. Tests pass their own, to fill a disk. */
export type Files = Pick<typeof fsp, "mkdir" | "open" | "rename">;

/** ms for which lines and frames are gathered before they are written: waking up costs more than writing. */
const together = 500;

/** Files that are kept open until they are flushed; opening each again would cost as much as writing it. */
const openAtMost = 200;

/** A file that is written, and not yet flushed to the disk. */
interface Written {
  name: string;
  handle: fsp.FileHandle;
}

/**
 * Writes the files of a folder so that nobody waits for the disk while a job runs: writes are chained in the
 * background, and settle() waits for them and reports the first that failed. Each file is written under a
 * temporary name and renamed, so that none is ever half there. events.jsonl grows by whole lines.
 */
export class BackgroundWriter {
  readonly dir: string;
  /** The first write that failed. */
  failure: RunWriteError | null = null;
  /** Called once, as soon as a write fails. */
  onFailure: () => void = () => {};
  #files: Files;
  #events: fsp.FileHandle | null;
  #lines: string[] = [];
  #held: [string, Uint8Array | string][] = [];
  #written: Written[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #chain: Promise<void> = Promise.resolve();

  private constructor(dir: string, files: Files, events: fsp.FileHandle) {
    this.dir = dir;
    this.#files = files;
    this.#events = events;
  }

  /** Opens events.jsonl in a folder that is there. */
  static async open(dir: string, files: Files): Promise<BackgroundWriter> {
    return new BackgroundWriter(dir, files, await files.open(join(dir, "events.jsonl"), "a"));
  }

  /** Adds a line to events.jsonl, together with those that come soon after. */
  event(line: string): void {
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => this.#append(), together);
  }

  /** Writes a file, together with those that come soon after. */
  file(name: string, bytes: Uint8Array | string): void {
    this.#held.push([name, bytes]);
    this.#timer ??= setTimeout(() => this.#append(), together);
  }

  #append(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [name, bytes] of this.#held) this.#later(name, () => this.#put(name, bytes));
    this.#held = [];
    if (this.#lines.length === 0) return;
    const text = this.#lines.map((l) => l + "\n").join("");
    this.#lines = [];
    this.#later("events.jsonl", () => this.#events!.appendFile(text));
  }

  #later(name: string, write: () => Promise<void>): void {
    this.#chain = this.#chain.then(async () => {
      if (this.failure) return;
      try {
        await write();
      } catch (error) {
        this.failure = this.#failed(name, error);
        this.onFailure();
      }
    });
  }

  async #put(name: string, bytes: Uint8Array | string): Promise<void> {
    const path = join(this.dir, name);
    const handle = await this.#files.open(`${path}.tmp`, "w");
    try {
      await handle.writeFile(bytes);
      await this.#files.rename(`${path}.tmp`, path);
    } catch (error) {
      await handle.close();
      throw error;
    }
    this.#written.push({ name, handle });
    if (this.#written.length > openAtMost) await this.#flush(this.#written.shift()!);
  }

  /** Flushes a file to the disk. */
  async #flush({ name, handle }: Written): Promise<void> {
    try {
      await handle.sync();
    } catch (error) {
      throw this.#failed(name, error);
    } finally {
      await handle.close();
    }
  }

  #failed(name: string, error: unknown): RunWriteError {
    return error instanceof RunWriteError
      ? error
      : new RunWriteError(join(this.dir, name), this.dir, error);
  }

  /** Waits for all writes. Throws the first failure. */
  async settle(): Promise<void> {
    this.#append();
    await this.#chain;
    if (this.failure) throw this.failure;
  }

  /** Flushes all to the disk, which costs more than all else and so comes last, and closes. */
  async finish(): Promise<void> {
    await this.settle();
    try {
      await this.#events!.sync();
      // One by one: after a failure close() finds those that are still open.
      while (this.#written.length > 0) await this.#flush(this.#written.shift()!);
      await this.close();
    } catch (error) {
      throw this.#failed("events.jsonl", error);
    }
  }

  /** Writes what is waiting and closes every file, flushed or not. */
  async close(): Promise<void> {
    this.#append();
    await this.#chain;
    for (const { handle } of this.#written.splice(0)) await handle.close();
    await this.#events?.close();
    this.#events = null;
  }
}
