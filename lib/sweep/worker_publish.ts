import { copyFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { diskError } from "./write_whole.ts";

/**
 * Copies a Run folder to the results folder, whole or not at all: under a name that begins with a dot, every file
 * flushed, then renamed. A cell is captured on the worker's own disk, so a slow mount does not disturb its times.
 *
 * @returns where it is now
 * @throws SweepError "disk"
 */
export async function publishRun(dir: string, runs: string): Promise<string> {
  const target = join(runs, basename(dir));
  const copy = join(runs, `.${basename(dir)}.${hostname()}-${process.pid}.copy`);
  try {
    if (await isThere(target)) return target;
    await rm(copy, { recursive: true, force: true });
    await copyFlushed(dir, copy);
    await rename(copy, target);
    return target;
  } catch (cause) {
    await rm(copy, { recursive: true, force: true }).catch(() => {});
    throw diskError(target, cause);
  }
}

async function copyFlushed(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFlushed(source, target);
    else {
      await copyFile(source, target);
      await flushed(target);
    }
  }
  await flushed(to);
}

async function flushed(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isThere = (path: string) => stat(path).then(() => true, () => false);
