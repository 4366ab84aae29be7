import { connectQueue, type Link, queueOf } from "@kgen/sweep";
import { queueFor } from "./sweep_queue.ts";

/** Calls with a connection to the queue of a sweep, or with null when the sweep is on none. */
export async function withQueue<T>(
  dir: string,
  given: string | undefined,
  then: (link: Link | null, url: string | null) => Promise<T>,
): Promise<T> {
  if (given === undefined && queueOf(dir) === null) return await then(null, null);
  const url = queueFor(dir, given);
  const link = await connectQueue(url);
  try {
    return await then(link, url);
  } finally {
    link.disconnect();
  }
}
