import { Buffer } from "node:buffer";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import process from "node:process";
import { NoDuckError } from "@kgen/tables";
import { SweepError } from "./errors.ts";

let count = 0;

/** A name beside a file under which this process, and no other on any computer, may write. */
export const unfinishedName = (path: string): string =>
  `${path}.${hostname()}-${process.pid}-${++count}.tmp`;

/**
 * Writes a file whole or not at all: under another name, flushed, then renamed.
 *
 * @throws SweepError "disk" when there is no space or no permission
 */
export function writeWhole(path: string, text: string): void {
  const unfinished = unfinishedName(path);
  try {
    writeFlushed(unfinished, text);
    renameSync(unfinished, path);
  } catch (cause) {
    removeQuietly(unfinished);
    throw diskError(path, cause);
  }
}

/**
 * The same for a file that several may write: the first stays.
 *
 * @returns whether this was the first
 * @throws SweepError "disk"
 */
export function writeOnce(path: string, text: string): boolean {
  if (existsSync(path)) return false;
  const unfinished = unfinishedName(path);
  try {
    writeFlushed(unfinished, text);
    return placeOnce(unfinished, path);
  } catch (cause) {
    throw diskError(path, cause);
  } finally {
    removeQuietly(unfinished);
  }
}

/**
 * Gives a flushed file its name unless there is one of that name: by a link, which only one of several can make.
 * A mount without links (some of SMB) gets a renamed file: then the last of two stays, whole all the same.
 */
export function placeOnce(unfinished: string, path: string): boolean {
  try {
    linkSync(unfinished, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL"].includes(code ?? "")) throw error;
    if (existsSync(path)) return false;
    renameSync(unfinished, path);
    return true;
  }
}

function writeFlushed(path: string, text: string): void {
  const file = openSync(path, "w");
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The first error is the one to tell.
  }
}

/** What a failed write means for a sweep. */
export function diskError(path: string, cause: unknown): SweepError | NoDuckError {
  if (cause instanceof SweepError || cause instanceof NoDuckError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const full = code === "ENOSPC" || code === "EDQUOT" || /no space left/i.test(message);
  const why = full ? "no space left on the disk" : message;
  return new SweepError("disk", `Cannot write ${path}: ${why}. What is finished is kept.`, {
    cause,
  });
}
