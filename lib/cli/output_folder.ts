import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
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
  if (existsSync(folder)) {
    const found = readdirSync(folder).filter((name) => name !== ".lock");
    if (found.length && !found.some((name) => mine.includes(name))) {
      throw new Error(
        `${folder} holds other things (${found.slice(0, 3).join(", ")}); name a new folder`,
      );
    }
  }
  mkdirSync(folder, { recursive: true });
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
