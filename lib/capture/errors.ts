import type { Run } from "./run.ts";

/** A Run could not be written. What was written before is in the folder named; `dir` null: it could not be made. */
export class RunWriteError extends Error {
  override name = "RunWriteError";
  /** Code of the system, such as ENOSPC. */
  readonly code: string | null;
  constructor(path: string, dir: string | null, cause: unknown) {
    const code = (cause as any)?.code ?? null;
    const why = code === "ENOSPC"
      ? "no space left on the disk. Free some, or choose another folder with `out`"
      : code === "EACCES" || code === "EROFS" || code === "EPERM"
      ? "writing is not permitted. Choose another folder with `out`"
      : code === "EEXIST" || code === "ENOTDIR"
      ? "a file stands where a folder must be. Choose another folder with `out`"
      : String((cause as any)?.message ?? cause);
    const kept = dir === null
      ? "Nothing was queued, and nothing recorded."
      : `What was recorded so far is in ${dir}.`;
    super(`Cannot write ${path}: ${why}. ${kept}`, { cause });
    this.code = code;
  }
}

/** A file that was to be sent to the host is no picture. The message names it and says what to do. */
export class CapturePictureError extends Error {
  override name = "CapturePictureError";
  constructor(what: "image" | "mask", problem: string) {
    super(`${what}: ${problem}. Nothing was sent to the host.`);
  }
}

/** A folder that does not hold a Run that can be opened. Names the file. */
export class RunFormatError extends Error {
  override name = "RunFormatError";
  readonly file: string;
  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.file = file;
  }
}

/** An error of a capture carries the Run as far as it got, in `run`. */
export type WithRun = Error & { run?: Run };
