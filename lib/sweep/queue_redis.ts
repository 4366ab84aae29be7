import { Redis } from "ioredis";
import { SweepError } from "./errors.ts";

/** What stands before every key in Redis. */
export const prefix = "kgen";

/** A connection to Redis or Valkey. */
export type Link = Redis;

/** The address of a queue as it may be shown: without its password. */
export function shownQueue(url: string): string {
  return url.replace(/^([a-z]+:\/\/).*@/i, "$1");
}

/**
 * Connects to a Redis or Valkey. Once connected it reconnects for ever: what is asked meanwhile waits. A connection on
 * which no answer has come for `silence` ms is taken for dead and made again, since a network that is cut says nothing.
 *
 * @param url redis://[:PASSWORD@]HOST[:PORT][/DB], or rediss:// with TLS
 * @throws SweepError "queue" when nothing answers within 5 s, with what to do
 */
export async function connectQueue(url: string, o: { silence?: number } = {}): Promise<Link> {
  if (!/^rediss?:\/\//i.test(url)) {
    throw new SweepError(
      "queue",
      `"${shownQueue(url)}" is not the address of a queue. Give one like redis://127.0.0.1:6379.`,
    );
  }
  let last = "no answer";
  const link = new Redis(url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: 5000,
    socketTimeout: o.silence ?? 15_000,
    retryStrategy: (times) => Math.min(1000, 50 * 2 ** Math.min(times, 5)),
  });
  link.on("error", (error: Error) => last = error.message || last);
  const late = AbortSignal.timeout(5000);
  const refused = (why: string) =>
    new SweepError(
      "queue",
      `No Redis answers at ${
        shownQueue(url)
      } (${why}). Start one (on Debian: apt install redis-server; or the service ` +
        "redis of workflows/gpu-host/compose.yaml), or name another with --queue or KGEN_QUEUE.",
    );
  try {
    await Promise.race([
      link.connect().then(() => link.ping()),
      new Promise((_, fail) => late.addEventListener("abort", () => fail(new Error(last)))),
    ]);
  } catch (error) {
    link.disconnect();
    const { message } = error as Error;
    if (/NOAUTH|WRONGPASS/.test(message)) {
      throw new SweepError(
        "queue",
        `${shownQueue(url)} wants a password: redis://:PASSWORD@HOST:6379.`,
      );
    }
    throw refused(message);
  }
  return link;
}

/** What of the server's settings could lose cells, in words; null when nothing. */
export async function wordOnRedis(link: Link): Promise<string | null> {
  const words: string[] = [];
  const memory = await link.info("memory").catch(() => "");
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
  if (policy && policy !== "noeviction" && !/maxmemory:0\s/.test(memory)) {
    words.push(
      `maxmemory-policy is ${policy}: under pressure it throws cells away; set noeviction`,
    );
  }
  const persistence = await link.info("persistence").catch(() => "");
  if (/aof_enabled:0/.test(persistence)) {
    words.push(
      "it keeps no append-only file: after a crash the queue is made again from the results folder by sweep resume; " +
        "start it with --appendonly yes to be spared that",
    );
  }
  return words.length > 0 ? words.join("; ") : null;
}
