import * as fsp from "node:fs/promises";
import { join } from "node:path";
import { BackgroundWriter, type Files } from "./background_writer.ts";
import { RunWriteError } from "./errors.ts";
import type { Run } from "./run.ts";

/**
 * The folder of a Run while it is made: `<id>.partial`, renamed to `<id>` only when complete and flushed to
 * the disk. Nothing but settle(), writeRun() and complete() waits for the disk.
 */
export class RunFolder {
  readonly final: string;
  /** Where it is now. */
  dir: string;
  #files: Files;
  #writer: BackgroundWriter;

  private constructor(final: string, files: Files, writer: BackgroundWriter) {
    this.final = final;
    this.dir = writer.dir;
    this.#files = files;
    this.#writer = writer;
  }

  /** Makes the folder. Null when a Run of this id is there already. */
  static async create(parent: string, id: string, files: Files = fsp): Promise<RunFolder | null> {
    const final = join(parent, id);
    const dir = `${final}.partial`;
    try {
      await files.mkdir(parent, { recursive: true });
      if (await exists(final) || await exists(dir)) return null;
      await files.mkdir(dir);
    } catch (error) {
      throw new RunWriteError(dir, null, error);
    }
    try {
      await files.mkdir(join(dir, "frames"));
      return new RunFolder(final, files, await BackgroundWriter.open(dir, files));
    } catch (error) {
      await fsp.rm(dir, { recursive: true, force: true }).catch(() => {});
      throw new RunWriteError(dir, null, error);
    }
  }

  /** The first write that failed. */
  get failure(): RunWriteError | null {
    return this.#writer.failure;
  }

  /** Called once, as soon as a write fails. */
  set onFailure(f: () => void) {
    this.#writer.onFailure = f;
  }

  /** Adds a line to events.jsonl, in the background. */
  event(line: string): void {
    this.#writer.event(line);
  }

  /** Writes a file, in the background. */
  file(name: string, bytes: Uint8Array | string): void {
    this.#writer.file(name, bytes);
  }

  /** Waits for all writes. Throws the first failure. */
  settle(): Promise<void> {
    return this.#writer.settle();
  }

  /** Writes run.json and waits for it. */
  async writeRun(run: Run): Promise<void> {
    const { dir: _, ...stored } = run;
    this.file("run.json", JSON.stringify(stored, null, 2) + "\n");
    await this.settle();
  }

  /** Closes its files. The folder keeps its name, and so is recognisably partial. */
  close(): Promise<void> {
    return this.#writer.close();
  }

  /** Takes the folder away again: nothing was recorded. */
  async discard(): Promise<void> {
    await this.close();
    await fsp.rm(this.dir, { recursive: true, force: true });
  }

  /** All is written: flushes it, checks that it is there, and gives the folder its final name. */
  async complete(): Promise<string> {
    await this.#writer.finish();
    try {
      await this.#files.rename(this.dir, this.final);
    } catch (error) {
      throw new RunWriteError(this.final, this.dir, error);
    }
    this.dir = this.final;
    return this.dir;
  }
}

async function exists(path: string): Promise<boolean> {
  return await fsp.access(path).then(() => true, () => false);
}
