import { SweepError } from "./errors.ts";
import { judge } from "./judge.ts";
import type { WorkerContext } from "./worker_context.ts";

/**
 * Waits until the host answers and works on nobody's job: a card takes one cell at a time, and a job before it in the
 * queue would be in its times.
 *
 * @returns false when the signal ended it
 * @throws SweepError "unreachable" when its patience is at its end, "unauthorised"
 */
export async function hostIsFree(c: WorkerContext): Promise<boolean> {
  const { host, signal, patience = Infinity } = c.o;
  for (let waited = 0;;) {
    if (signal?.aborted) return false;
    let pause = 500;
    try {
      const queue = await host.queue();
      if (queue.queue_running.length + queue.queue_pending.length === 0) return true;
      c.state("waiting", "the host works on somebody else's job");
    } catch (error) {
      const fault = judge(error);
      if (fault.consequence === "stop") throw new SweepError("unauthorised", fault.message);
      c.tools.load = null;
      c.state("set aside", fault.message);
      if (waited >= patience) {
        throw new SweepError(
          "unreachable",
          `${host.url} has not answered for ${Math.round(waited)} s: ${fault.message}`,
        );
      }
      pause = Math.min(5000, 500 * 2 ** Math.floor(waited / 2));
    }
    waited += pause / 1000;
    await c.pause(pause);
  }
}
