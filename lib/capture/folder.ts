import { Buffer } from "node:buffer";
import * as fsp from "node:fs/promises";
import { join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { RunWriteError } from "./errors.ts";
import type { Run } from "./run.ts";

/** The file functions a Run folder uses. Tests pass their own, to fill a disk. */
export type Files = Pick<typeof fsp, "mkdir" | "open" | "rename">;

/** ms for which lines of events.jsonl are gathered before they are written. */
const together = 200;

/**
 * The folder of a Run while it is made: `<id>.partial`, renamed to `<id>` only when complete.
 *
 * Nothing here waits for the disk while a job runs: writes are chained in the background, and
 * settle() waits for them and reports the first that failed. Each file is written under a temporary
 * name and renamed, so that none is ever half there. events.jsonl grows by whole lines. Flushing to
 * the disk costs more than all else, so it comes last, in complete(), before the folder is renamed.
 */
export class RunFolder {
  readonly final: string;
  /** Where it is now. */
  dir: string;
  /** The first write that failed. */
  failure: RunWriteError | null = null;
  #files: Files;
  #events: fsp.FileHandle | null = null;
  #lines: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #chain: Promise<void> = Promise.resolve();
  #sizes = new Map<string, number>();
  #onFailure: () => void = () => {};

  private constructor(parent: string, id: string, files: Files) {
    this.final = join(parent, id);
    this.dir = `${this.final}.partial`;
    this.#files = files;
  }

  /** Makes the folder. Null when a Run of this id is there already. */
  static async create(parent: string, id: string, files: Files = fsp): Promise<RunFolder | null> {
    const folder = new RunFolder(parent, id, files);
    try {
      await files.mkdir(parent, { recursive: true });
      if (await exists(folder.final) || await exists(folder.dir)) return null;
      await files.mkdir(folder.dir);
    } catch (error) {
      throw new RunWriteError(folder.dir, folder.dir, error);
    }
    try {
      await files.mkdir(join(folder.dir, "frames"));
      folder.#events = await files.open(join(folder.dir, "events.jsonl"), "a");
    } catch (error) {
      await folder.discard().catch(() => {});
      throw new RunWriteError(folder.dir, folder.dir, error);
    }
    return folder;
  }

  /** Called once, as soon as a write fails. */
  set onFailure(f: () => void) {
    this.#onFailure = f;
  }

  /** Adds a line to events.jsonl, in the background and together with those that come soon after. */
  event(line: string): void {
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => this.#append(), together);
  }

  #append(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length === 0) return;
    const text = this.#lines.map((l) => l + "\n").join("");
    this.#lines = [];
    this.#later("events.jsonl", () => this.#events!.appendFile(text));
  }

  /** Writes a file, in the background. */
  file(name: string, bytes: Uint8Array | string): void {
    this.#later(name, () => this.#put(name, bytes));
  }

  #later(name: string, write: () => Promise<void>): void {
    this.#chain = this.#chain.then(async () => {
      if (this.failure) return;
      try {
        await write();
      } catch (error) {
        this.failure = new RunWriteError(join(this.dir, name), this.dir, error);
        this.#onFailure();
      }
    });
  }

  async #put(name: string, bytes: Uint8Array | string): Promise<void> {
    const path = join(this.dir, name);
    const handle = await this.#files.open(`${path}.tmp`, "w");
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await this.#files.rename(`${path}.tmp`, path);
    this.#sizes.set(name, typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.length);
  }

  /** Waits for all writes. Throws the first failure. */
  async settle(): Promise<void> {
    this.#append();
    await this.#chain;
    if (this.failure) throw this.failure;
  }

  /** Writes run.json and waits for it. */
  async writeRun(run: Run): Promise<void> {
    const { dir: _, ...stored } = run;
    this.file("run.json", JSON.stringify(stored, null, 2) + "\n");
    await this.settle();
  }

  /** Closes events.jsonl. The folder keeps its name, and so is recognisably partial. */
  async close(): Promise<void> {
    this.#append();
    await this.#chain;
    await this.#events?.close();
    this.#events = null;
  }

  /** Takes the folder away again: nothing was recorded. */
  async discard(): Promise<void> {
    await this.close();
    await fsp.rm(this.dir, { recursive: true, force: true });
  }

  /** All is written: flushes it, checks that it is there, and gives the folder its final name. */
  async complete(): Promise<string> {
    await this.settle();
    let path = "events.jsonl";
    try {
      await this.#events!.sync();
      for (const [name, size] of this.#sizes) {
        path = join(this.dir, name);
        const handle = await this.#files.open(path, "r");
        try {
          await handle.sync();
          const found = (await handle.stat()).size;
          if (found !== size) throw new Error(`${found} bytes of ${size} are there`);
        } finally {
          await handle.close();
        }
      }
      await this.close();
      path = this.final;
      await this.#files.rename(this.dir, this.final);
    } catch (error) {
      throw new RunWriteError(path, this.dir, error);
    }
    this.dir = this.final;
    return this.dir;
  }
}

async function exists(path: string): Promise<boolean> {
  return await fsp.access(path).then(() => true, () => false);
}
