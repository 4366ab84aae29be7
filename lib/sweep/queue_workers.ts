import { type Link, prefix } from "./queue_redis.ts";
import type { Offer } from "./queue_needs.ts";

/** What a worker is doing. */
export type WorkerState = "idle" | "working" | "waiting" | "set aside" | "disk full" | "stopping";

/** What a worker tells of itself. It is gone when it has said nothing for a while. */
export interface WorkerNews {
  id: string;
  /** Address of the host, without credentials. */
  url: string;
  computer: string;
  pid: number;
  offer: Offer;
  state: WorkerState;
  /** Why it waits or is set aside, or what it works on. */
  word: string;
  sweep: string | null;
  step: number;
  steps: number;
  done: number;
  failed: number;
}

const all = `${prefix}:workers`;
const key = (id: string) => `${prefix}:worker:${id}`;

/** Tells Redis how a worker does; forgotten after `lifetime` ms. */
export async function tellWorker(link: Link, news: WorkerNews, lifetime: number): Promise<void> {
  await link.multi().set(key(news.id), JSON.stringify(news), "PX", lifetime).sadd(all, news.id)
    .exec();
}

/** Takes a worker off the list. */
export async function forgetWorker(link: Link, id: string): Promise<void> {
  await link.multi().del(key(id)).srem(all, id).exec();
}

/** The workers that are there, by their hosts. */
export async function listWorkers(link: Link): Promise<WorkerNews[]> {
  const ids = await link.smembers(all);
  if (ids.length === 0) return [];
  const texts = await link.mget(ids.map(key));
  const gone = ids.filter((_, i) => texts[i] === null);
  if (gone.length > 0) await link.srem(all, ...gone);
  return texts.filter((t) => t !== null).map((t) => JSON.parse(t) as WorkerNews)
    .sort((a, b) => a.url < b.url ? -1 : a.url > b.url ? 1 : 0);
}
