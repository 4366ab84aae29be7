import type { Cell } from "./cell.ts";
import { SweepError } from "./errors.ts";
import { judge, type Judgement } from "./judge.ts";
import { endOf } from "./parts_commit.ts";
import { commitPatiently, waitForDisk } from "./worker_commit.ts";
import type { WorkerContext } from "./worker_context.ts";
import { decide, restFor, stallsAtMost } from "./worker_decide.ts";
import { JobLock } from "./worker_lock.ts";
import { type Tried, WorkerSession } from "./worker_session.ts";
import type { Taken } from "./worker_take.ts";
import { HostWatch } from "./worker_watch.ts";

/** A cell in a worker's hands. */
interface Held extends Taken {
  session: WorkerSession;
  cell: Cell;
  lock: JobLock;
  /** Ends the work: the user, a cancel, another's result, a host that is gone. */
  signal: AbortSignal;
}

/**
 * Takes a cell to its end, or gives it back.
 *
 * @param leave called when the sweep's results folder is not here
 * @throws SweepError when this worker can do nothing for any cell
 */
export async function workOn(
  c: WorkerContext,
  taken: Taken,
  leave: (sweep: string) => void,
): Promise<void> {
  const { sweep, job } = taken;
  let session: WorkerSession, cell: Cell | null;
  try {
    session = c.sessions.get(sweep.id) ?? new WorkerSession(sweep, c.tools);
    c.sessions.set(sweep.id, session);
    cell = session.cell(job.id!);
    if (cell === null || await endOf(session.folder, cell.id) !== null) {
      if (cell !== null) c.tally.late++;
      await finish(c, taken);
      return;
    }
  } catch (error) {
    leave(sweep.id);
    c.say({ kind: "word", text: (error as Error).message });
    await giveBack(c, taken);
    return;
  }
  const { folder } = session;
  const lock = new JobLock(job, c.id, c.lock, () => folder.record(cell.id) !== null);
  const signal = c.o.signal ? AbortSignal.any([c.o.signal, lock.signal]) : lock.signal;
  c.held = { sweep: sweep.id, lock };
  c.state("working", `${cell.tag} #${cell.repeat}`, sweep.id);
  c.say({ kind: "cell", cell, text: `${sweep.name}: ${cell.tag} #${cell.repeat}` });
  try {
    await tryOnce(c, { ...taken, session, cell, lock, signal });
  } catch (error) {
    await giveBack(c, taken);
    if (error instanceof SweepError && error.code === "disk" && !c.o.signal?.aborted) {
      c.release();
      await waitForDisk(c, error);
      return;
    }
    const fault = judge(error);
    if (error instanceof SweepError || fault.consequence !== "host") throw error;
    c.release();
    c.state("set aside", fault.message);
    await c.pause(restFor(++c.hostFailures));
  } finally {
    c.release();
  }
}

async function tryOnce(c: WorkerContext, held: Held): Promise<void> {
  const { job, session, cell, signal } = held;
  const what = `${cell.tag} #${cell.repeat}`;
  if (job.stalledCounter > stallsAtMost) {
    const message = `${job.stalledCounter} workers have vanished while they worked on this cell.`;
    const fault: Judgement = { consequence: "failed", code: "worker_lost", message };
    const course = { attempts: job.attemptsStarted, seconds: 0 };
    await commitPatiently(c, session, cell, { run: null, fault, counts: true, course }, signal);
    await finish(c, held);
    return;
  }
  const tried = await attempt(c, held);
  if (signal.aborted && tried.fault !== null && tried.fault.consequence !== "host") {
    const { reason } = signal;
    c.say({
      kind: "dropped",
      text: `${what}: ${reason instanceof Error ? reason.message : reason}`,
    });
    await giveBack(c, held);
    return;
  }
  const faults = (job.data.hostFaults ?? 0) + (tried.fault?.consequence === "host" ? 1 : 0);
  const next = decide(tried.fault, job.attemptsMade + (tried.counts ? 1 : 0), faults);
  tried.course.attempts = job.attemptsMade + 1;
  if (next.do !== "elsewhere") c.hostFailures = 0;
  switch (next.do) {
    case "commit":
    case "fail":
      tried.fault = next.do === "fail" ? next.fault : null;
      await commitPatiently(c, session, cell, tried, signal);
      await finish(c, held);
      return;
    case "again":
      c.say({ kind: "again", text: `${what}: ${next.fault.message}` });
      await job.moveToFailed(new Error(next.fault.message), c.id, false).catch(() => {});
      return;
    case "elsewhere":
      await elsewhere(c, held, faults, next.fault);
      return;
    case "stop":
      throw new SweepError(
        next.fault.code === "disk" ? "disk" : "unauthorised",
        `The worker was stopped: ${next.fault.message}`,
      );
  }
}

/** One attempt; a host that goes away under it has failed, whatever the capture makes of that. */
async function attempt(
  c: WorkerContext,
  { session, cell, lock, signal, job }: Held,
): Promise<Tried> {
  const { perform, host } = c.o;
  if (perform) {
    await perform(cell, signal);
    return { run: null, fault: null, counts: true, course: { attempts: 1, seconds: 0 } };
  }
  const watch = new HostWatch(host, c.lock / 3, () => lock.stop("the host has gone"));
  try {
    const tried = await session.attempt(cell, signal, job.attemptsStarted > 1);
    if (watch.gone === null || tried.fault === null) return tried;
    return { ...tried, fault: judge(watch.gone) };
  } finally {
    watch.close();
  }
}

/** Gives the cell to another worker, at no cost to it, and leaves the host alone for a while. */
async function elsewhere(
  c: WorkerContext,
  held: Held,
  hostFaults: number,
  { message }: Judgement,
): Promise<void> {
  c.tally.elsewhere++;
  c.tools.load = null;
  await held.job.updateData({ hostFaults }).catch(() => {});
  await giveBack(c, held);
  const rest = restFor(++c.hostFailures);
  c.state("set aside", message);
  c.say({
    kind: "elsewhere",
    text:
      `${c.o.host.url} failed (${message}): its cell goes to another worker, and it is set aside for ` +
      `${rest / 1000} s`,
  });
  c.release();
  await c.pause(rest);
}

// What Redis makes of these is news only. A job that it has given to another meanwhile, or forgotten, is refused.

/** The cell has ended: it is taken off the queue. */
async function finish(c: WorkerContext, { job }: Taken): Promise<void> {
  await job.moveToCompleted(null, c.id, false).catch(() => {});
}

/** The cell goes back to the head of the queue, and this has cost it nothing. */
async function giveBack(c: WorkerContext, { job }: Taken): Promise<void> {
  await job.moveToWait(c.id).catch(() => {});
}
