import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SweepError } from "./errors.ts";
import { writeOnce } from "./write_whole.ts";

/** That a sweep's cells are on a queue, and by which name: the file `queue.json` in its folder. */
export interface QueueIdentity {
  schema: "kgen.queue/1";
  /** Part of the names of its queues. */
  id: string;
  /** Address of the Redis, without its password. */
  url: string;
  since: string;
}

const path = (dir: string) => join(dir, "queue.json");

/** The queue of a folder, or null when it is on none. */
export function queueOf(dir: string): QueueIdentity | null {
  if (!existsSync(path(dir))) return null;
  const found = JSON.parse(readFileSync(path(dir), "utf8"));
  if (found?.schema !== "kgen.queue/1") {
    throw new SweepError("format", `${path(dir)} has schema ${found?.schema}, not kgen.queue/1.`);
  }
  return found;
}

/**
 * Gives the sweep of a folder a name on a queue. Whoever submits the same folder again gets the same name, so that no cell
 * can be queued twice.
 */
export function identify(dir: string, url: string): QueueIdentity {
  const made: QueueIdentity = {
    schema: "kgen.queue/1",
    id: randomBytes(6).toString("hex"),
    url,
    since: new Date().toISOString(),
  };
  if (writeOnce(path(dir), JSON.stringify(made) + "\n")) return made;
  return queueOf(dir) ?? identify(dir, url);
}

/** The folder is on a queue no more. */
export function leaveQueue(dir: string): void {
  rmSync(path(dir), { force: true });
}
