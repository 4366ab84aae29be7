import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { SweepFolder } from "./folder.ts";

const start = "kgen-worker-";

/** A folder of this computer in which a worker captures. Those of workers that have died are removed. */
export function makeScratch(parent = tmpdir()): SweepFolder & { remove(): void } {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${start}(\\d+)-`).exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = new SweepFolder(mkdtempSync(join(parent, `${start}${process.pid}-`)));
  mkdirSync(folder.runs, { recursive: true });
  return Object.assign(folder, {
    remove: () => rmSync(folder.dir, { recursive: true, force: true }),
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
