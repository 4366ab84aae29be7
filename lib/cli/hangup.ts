import { readFileSync } from "node:fs";
import process from "node:process";

/** Whether SIGHUP was ignored when this process began, as nohup does it. False where nothing tells. */
function isIgnored(): boolean {
  try {
    return /^SigIgn:\s*[\da-f]*[13579bdf]$/m.test(readFileSync("/proc/self/status", "utf8"));
  } catch {
    return false;
  }
}

// Asked before any signal is listened to: Deno then takes SIGHUP too, and would end by it even under nohup.
const ignored = isIgnored();

/**
 * Calls back when the terminal is closed (SIGHUP), such as one whose ssh connection broke; not under nohup, which asks
 * for the opposite. What is written to the terminal after that is lost, and ends nothing.
 */
export function onHangup(then: () => void): void {
  if (ignored) {
    process.on("SIGHUP", () => {});
    return;
  }
  process.on("SIGHUP", () => {
    for (const stream of [process.stdout, process.stderr]) {
      if (stream.listenerCount("error", lost) === 0) stream.on("error", lost);
    }
    then();
  });
}

/** A write to a terminal (EIO) or a pipe (EPIPE) that is gone is no error here; any other is. */
function lost(error: NodeJS.ErrnoException): void {
  if (error.code !== "EIO" && error.code !== "EPIPE") throw error;
}
