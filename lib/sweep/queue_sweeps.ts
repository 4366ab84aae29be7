import type { Needs } from "./plan_file.ts";
import { type Link, prefix } from "./queue_redis.ts";

/** Whether the cells of a sweep are given out. */
export type SweepState = "running" | "paused" | "cancelled";

/** A sweep that is on a Redis, as workers see it. */
export interface QueuedSweep {
  id: string;
  name: string;
  /** Its folder, as the one who submitted it names it. */
  dir: string;
  /** Hash of its plan. */
  hash: string;
  total: number;
  /** Higher goes first; of equals that which was submitted first. */
  priority: number;
  /** ISO time. */
  submitted: string;
  state: SweepState;
  /** Its queues, one for each set of needs. */
  queues: { name: string; needs: Needs }[];
}

const all = `${prefix}:sweeps`;
const key = (id: string) => `${prefix}:sweep:${id}`;

/** Enters a sweep, or what is new of it. Queues are added, none is taken away. */
export async function enterSweep(link: Link, s: QueuedSweep): Promise<void> {
  const { queues, ...rest } = s;
  const fields: string[] = [];
  for (const [name, value] of Object.entries(rest)) fields.push(name, String(value));
  for (const { name, needs } of queues) fields.push(`queue:${name}`, JSON.stringify(needs));
  await link.multi().hset(key(s.id), ...fields).sadd(all, s.id).exec();
}

/** Every sweep, the most urgent first. */
export async function listSweeps(link: Link): Promise<QueuedSweep[]> {
  const ids = (await link.smembers(all)).sort();
  const found = await Promise.all(ids.map((id) => findSweep(link, id)));
  return found.filter((s) => s !== null).sort((a, b) =>
    b.priority - a.priority || (a.submitted < b.submitted ? -1 : 1)
  );
}

/** One sweep, or null when it is not there. */
export async function findSweep(link: Link, id: string): Promise<QueuedSweep | null> {
  const fields = await link.hgetall(key(id));
  if (!fields.id) return null;
  return {
    id,
    name: fields.name,
    dir: fields.dir,
    hash: fields.hash,
    total: Number(fields.total),
    priority: Number(fields.priority),
    submitted: fields.submitted ?? "",
    state: fields.state as SweepState,
    queues: Object.keys(fields).filter((f) => f.startsWith("queue:")).sort()
      .map((f) => ({ name: f.slice(6), needs: JSON.parse(fields[f]) })),
  };
}

/** Changes whether cells are given out. Workers ask every second, and before each cell. */
export async function setState(link: Link, id: string, state: SweepState): Promise<void> {
  await link.hset(key(id), "state", state);
}

/** Whether a sweep's cells are given out; "cancelled" for one that is not there. */
export async function stateOf(link: Link, id: string): Promise<SweepState> {
  return (await link.hget(key(id), "state") ?? "cancelled") as SweepState;
}

/** Takes a sweep off the list. */
export async function removeSweep(link: Link, id: string): Promise<void> {
  await link.multi().srem(all, id).del(key(id)).exec();
}
