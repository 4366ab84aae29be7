import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { UsageError } from "./command.ts";

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The file that stands where a folder, or one above it, should be; null when there is none. */
function fileInTheWay(folder: string): string | null {
  let path = folder;
  while (!existsSync(path)) path = dirname(path);
  return statSync(path).isDirectory() ? null : path;
}

/**
 * Refuses what cannot be a folder of results.
 *
 * @throws {UsageError} when a file stands there or above it.
 * @throws {Error} for a folder that holds other things than `mine`.
 */
export function refuseOther(folder: string, mine: string[]): void {
  const file = fileInTheWay(folder);
  if (file !== null) {
    throw new UsageError(
      `--out takes a folder, and ${file} is a file; name a folder, such as ${dirname(file)}/new`,
    );
  }
  if (!existsSync(folder)) return;
  const found = readdirSync(folder).filter((name) => name !== ".lock");
  if (found.length && !found.some((name) => mine.includes(name))) {
    throw new Error(
      `${folder} holds other things (${found.slice(0, 3).join(", ")}); name a new folder`,
    );
  }
}

/** Makes a folder, and says why it cannot be made. */
function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `the folder ${folder} cannot be made (${code}); name another one with --out, where you may write`,
    );
  }
}

/**
 * Takes a folder for one command's results, so that two cannot write to it at a time.
 *
 * @param folder Made when it is missing. One that holds other things than `mine` is refused.
 * @param mine Names that the command writes; the first is how a folder of its own is recognised.
 * @returns Gives the folder back.
 * @throws {Error} when another process holds it, or when it is somebody else's.
 */
export function takeFolder(folder: string, mine: string[]): () => void {
  refuseOther(folder, mine);
  make(folder);
  const lock = join(folder, ".lock");
  try {
    writeFileSync(lock, `${process.pid}`, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const owner = Number(readFileSync(lock, "utf8"));
    if (alive(owner)) {
      throw new Error(
        `another kgen (process ${owner}) is writing to ${folder}; wait for it, or name another folder with --out`,
      );
    }
    writeFileSync(lock, `${process.pid}`);
  }
  return () => rmSync(lock, { force: true });
}
