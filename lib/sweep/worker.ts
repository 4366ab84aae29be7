import { hostname } from "node:os";
import process from "node:process";
import { wordOnDuck } from "@kgen/tables";
import { SweepError } from "./errors.ts";
import { CardClaim, placeOf } from "./queue_card.ts";
import { finishSweep } from "./queue_finish.ts";
import { connectQueue } from "./queue_redis.ts";
import { forgetWorker } from "./queue_workers.ts";
import { pauseFor } from "./wait_for_host.ts";
import { WorkerBeat } from "./worker_beat.ts";
import { workOn } from "./worker_cell.ts";
import { WorkerContext } from "./worker_context.ts";
import type { WorkerOptions, WorkerTally } from "./worker_options.ts";
import { hostIsFree } from "./worker_ready.ts";
import { CellSource } from "./worker_take.ts";

/** ms between two looks for work when there is none. */
const looks = [50, 100, 200, 400, 800];

/** ms for which a sweep is left alone whose results folder is not here. */
const leaveFor = 10_000;

/**
 * Runs cells of every sweep on a queue, one at a time, on one host. Results go to the folder of each sweep.
 *
 * @throws SweepError "no_duckdb" without DuckDB, "queue" without a Redis, "claimed" when the host has a worker already, "unauthorised", and "disk" and
 * "unreachable" when its patience is at its end; its cell then goes to another worker
 *
 * @example
 * ```ts
 * import { offerOf, work } from "@kgen/sweep";
 * import type { Host } from "@kgen/comfy";
 *
 * async function serve(host: Host) {
 *   const { done } = await work({
 *     host,
 *     queue: "redis://127.0.0.1:6379",
 *     offer: await offerOf(host, { variants: ["turbo"] }),
 *     untilIdle: 60,
 *   });
 *   console.log(done);
 * }
 * console.assert(serve.length === 1);
 * ```
 */
export async function work(o: WorkerOptions): Promise<WorkerTally> {
  const word = o.perform ? null : await wordOnDuck();
  if (word !== null) {
    const why = "A worker needs it: the part of a cell decides which of two workers was first.";
    throw new SweepError("no_duckdb", `${word} ${why}`);
  }
  const lock = 1000 * (o.lock ?? 30);
  const link = await connectQueue(o.queue, { silence: Math.max(1000, lock / 2) });
  const c = new WorkerContext(link, o, lock);
  const source = new CellSource(link, o.offer, c.id, lock);
  const owner = `process ${process.pid} on ${hostname()}`;
  const { host } = o;
  const claim = new CardClaim(link, host.url, await placeOf(host.url), owner, Math.max(lock, 2000));
  let beat: WorkerBeat | undefined;
  try {
    await claim.require();
    beat = new WorkerBeat(c, claim);
    await beat.tell();
    c.say({ kind: "ready", text: `${host.url}: ready for cells` });
    await loop(c, source, beat);
    c.tally.interrupted = o.signal?.aborted ?? false;
    return c.tally;
  } finally {
    beat?.close();
    for (const session of c.sessions.values()) session.close();
    c.scratch.remove();
    const ours = beat !== undefined && !beat.usurped;
    // Without a Redis there is nobody to take leave of.
    if (link.status === "ready") {
      await Promise.race([leave(c, source, ours && claim), pauseFor(2000)]);
    }
    link.disconnect();
  }
}

async function loop(c: WorkerContext, source: CellSource, beat: WorkerBeat): Promise<void> {
  const { signal, untilIdle, perform, host } = c.o;
  const left = new Map<string, number>();
  let idle = 0, idleFor = 0;
  while (!signal?.aborted && !beat.usurped) {
    if (!perform && !await hostIsFree(c)) continue;
    const now = Date.now();
    const leftAlone = new Set([...left].filter(([, until]) => until > now).map(([id]) => id));
    const taken = await source.next(leftAlone);
    if (taken) {
      idle = idleFor = 0;
      await workOn(c, taken, (id) => left.set(id, Date.now() + leaveFor));
      continue;
    }
    c.state("idle");
    if (idle % 10 === 0) await finishSweeps(c);
    const pause = looks[Math.min(looks.length - 1, idle++)];
    if (untilIdle !== undefined && idleFor >= untilIdle) return;
    await pauseFor(pause, signal);
    idleFor += pause / 1000;
  }
  if (beat.usurped) {
    throw new SweepError(
      "claimed",
      `Another worker has taken ${host.url} while this one was cut off from the queue.`,
    );
  }
}

/** Takes sweeps off the list whose every cell has ended. */
async function finishSweeps({ link, sessions }: WorkerContext): Promise<void> {
  for (const [id, session] of sessions) {
    // A folder that is away for a moment: another time.
    if (!await finishSweep(link, session.folder, id).catch(() => false)) continue;
    session.close();
    sessions.delete(id);
  }
}

async function leave(
  { link, id }: WorkerContext,
  source: CellSource,
  claim: CardClaim | false,
): Promise<void> {
  try {
    await source.close();
    if (claim) await claim.release();
    await forgetWorker(link, id);
  } catch {
    // They end by themselves.
  }
}
