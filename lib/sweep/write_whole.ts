import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { Buffer } from "node:buffer";
import process from "node:process";
import { SweepError } from "./errors.ts";

/**
 * Writes a file whole or not at all: under another name, flushed, then renamed.
 *
 * @throws SweepError "disk" when there is no space or no permission
 */
export function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(unfinished, "w");
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (cause) {
    try {
      rmSync(unfinished, { force: true });
    } catch {
      // The first error is the one to tell.
    }
    const why = (cause as any)?.code === "ENOSPC"
      ? "no space left on the disk"
      : (cause as Error).message;
    throw new SweepError("disk", `Cannot write ${path}: ${why}. What is finished is kept.`, {
      cause,
    });
  }
}
