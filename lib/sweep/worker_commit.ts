import type { Cell } from "./cell.ts";
import { SweepError } from "./errors.ts";
import type { WorkerContext } from "./worker_context.ts";
import { restFor } from "./worker_decide.ts";
import type { Tried, WorkerSession } from "./worker_session.ts";

/**
 * Commits how a cell ended and counts it. A results folder that takes nothing is waited for: the Run is safe on this computer.
 *
 * @throws SweepError "disk" when patience is at its end; the Run is then kept in the scratch folder
 */
export async function commitPatiently(
  c: WorkerContext,
  session: WorkerSession,
  cell: Cell,
  { run, fault, course }: Tried,
  signal: AbortSignal,
): Promise<void> {
  const { patience = Infinity } = c.o;
  for (let waited = 0, pause = 0.5;; waited += pause, pause = Math.min(15, 2 * pause)) {
    try {
      const stands = await session.commit(cell, run, fault, course);
      c.disk = { waited: 0, failures: 0 };
      if (stands.url !== c.tools.name && stands.status === "done") c.tally.late++;
      else c.tally[stands.status]++;
      Object.assign(c.news, { done: c.tally.done, failed: c.tally.failed });
      const why = stands.reason ? ` (${stands.reason.code}: ${stands.reason.message})` : "";
      const text = `${cell.tag} #${cell.repeat}: ${stands.status}${why}`;
      c.say({ kind: "ended", record: stands, seconds: course.seconds, text });
      return;
    } catch (error) {
      if (!(error instanceof SweepError && error.code === "disk")) throw error;
      if (waited >= patience || signal.aborted) {
        if (run?.dir) c.scratch.remove = () => {};
        c.disk.waited = Infinity;
        throw new SweepError(
          "disk",
          `${error.message} The cell goes to another worker; its Run is kept in ${
            run?.dir ?? "-"
          }.`,
        );
      }
      c.state("disk full", error.message, session.sweep.id);
      c.say({ kind: "waiting", text: `${error.message} Trying again in ${pause} s.` });
      await c.pause(1000 * pause);
    }
  }
}

/**
 * Waits after the disk has refused something before a cell was begun.
 *
 * @throws the error, when patience is at its end
 */
export async function waitForDisk(c: WorkerContext, error: SweepError): Promise<void> {
  const pause = Math.min(15_000, restFor(++c.disk.failures));
  c.disk.waited += pause / 1000;
  if (c.disk.waited > (c.o.patience ?? Infinity)) throw error;
  c.state("disk full", error.message);
  c.say({ kind: "waiting", text: `${error.message} Trying again in ${pause / 1000} s.` });
  await c.pause(pause);
}
