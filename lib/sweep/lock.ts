import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { SweepError } from "./errors.ts";

/** Who holds a folder. */
interface Owner {
  pid: number;
  computer: string;
  /** Start of the process in the kernel's ticks, which tells it from a later one with its number. */
  started: string | null;
}

/** When a process started, by /proc; null where there is no /proc or no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function alive({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/**
 * Takes a folder for one sweep, so that no two write to it. A lock whose process is dead is taken over.
 *
 * @returns gives the folder back
 * @throws SweepError "locked" naming the process that holds it
 */
export function takeLock(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, ".lock");
  const me: Owner = { pid: process.pid, computer: hostname(), started: startOf(process.pid) };
  const text = JSON.stringify(me) + "\n";
  // Written aside and then linked: the lock is never there without its content.
  const mine = `${path}.${process.pid}`, aside = `${mine}.dead`;
  writeFileSync(mine, text);
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (placed(mine, path)) {
        return () => {
          if (read(path) === text) rmSync(path, { force: true });
        };
      }
      const held = read(path);
      if (held === null) continue;
      const owner = ownerOf(held);
      if (owner !== null) refuse(folder, path, owner);
      // Moved, not removed: of two that find the same dead lock only one gets hold of it.
      try {
        renameSync(path, aside);
      } catch {
        continue;
      }
      if (read(aside) !== held) placed(aside, path); // it was a new one: put it back
      rmSync(aside, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new SweepError("locked", `${folder} is being taken by another sweep. Try again.`);
}

/** Whether the file could be linked to a name that was free. */
function placed(file: string, path: string): boolean {
  try {
    linkSync(file, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function refuse(folder: string, path: string, owner: Owner): void {
  if (owner.computer !== hostname()) {
    throw new SweepError(
      "locked",
      `${folder} is held by process ${owner.pid} on ${owner.computer}. If that one is gone, remove ${path}.`,
    );
  }
  if (!alive(owner)) return;
  throw new SweepError(
    "locked",
    `Another sweep (process ${owner.pid}) is writing to ${folder}. Wait for it, or name another folder with --out.`,
  );
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/** Null for a lock that was cut off while it was written, or is none. */
function ownerOf(text: string): Owner | null {
  try {
    const owner = JSON.parse(text);
    return Number.isInteger(owner?.pid) ? owner : null;
  } catch {
    return null;
  }
}
