import { Buffer } from "node:buffer";
import * as fsp from "node:fs/promises";
import { join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { RunWriteError } from "./errors.ts";
import type { Run } from "./run.ts";

/** The file functions a Run folder uses. Tests pass their own, to fill a disk. */
export type Files = Pick<typeof fsp, "mkdir" | "open" | "rename">;

/** ms for which lines and frames are gathered before they are written: waking up costs more than writing. */
const together = 500;

/** Files that are kept open until they are flushed; opening each again would cost as much as writing it. */
const openAtMost = 200;

/** A file that is written, and not yet flushed to the disk. */
interface Written {
  name: string;
  size: number;
  handle: fsp.FileHandle;
}

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
  #held: [string, Uint8Array | string][] = [];
  #written: Written[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #chain: Promise<void> = Promise.resolve();
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
    for (const [name, bytes] of this.#held) this.#later(name, () => this.#put(name, bytes));
    this.#held = [];
    if (this.#lines.length === 0) return;
    const text = this.#lines.map((l) => l + "\n").join("");
    this.#lines = [];
    this.#later("events.jsonl", () => this.#events!.appendFile(text));
  }

  /** Writes a file, in the background and together with those that come soon after. */
  file(name: string, bytes: Uint8Array | string): void {
    this.#held.push([name, bytes]);
    this.#timer ??= setTimeout(() => this.#append(), together);
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
      await this.#files.rename(`${path}.tmp`, path);
    } catch (error) {
      await handle.close();
      throw error;
    }
    const size = typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.length;
    this.#written.push({ name, size, handle });
    if (this.#written.length > openAtMost) await this.#flush(this.#written.shift()!);
  }

  /** Flushes a file to the disk, and checks that it is all there. */
  async #flush({ name, size, handle }: Written): Promise<void> {
    try {
      await handle.sync();
      const found = (await handle.stat()).size;
      if (found !== size) throw new Error(`${found} bytes of ${size} are there`);
    } catch (error) {
      throw new RunWriteError(join(this.dir, name), this.dir, error);
    } finally {
      await handle.close();
    }
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
    for (const { handle } of this.#written.splice(0)) await handle.close();
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
    let path = join(this.dir, "events.jsonl");
    try {
      await this.#events!.sync();
      for (const file of this.#written.splice(0)) await this.#flush(file);
      await this.close();
      path = this.final;
      await this.#files.rename(this.dir, this.final);
    } catch (error) {
      if (error instanceof RunWriteError) throw error;
      throw new RunWriteError(path, this.dir, error);
    }
    this.dir = this.final;
    return this.dir;
  }
}

async function exists(path: string): Promise<boolean> {
  return await fsp.access(path).then(() => true, () => false);
}
