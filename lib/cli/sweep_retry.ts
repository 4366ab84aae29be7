import { parseArgs } from "node:util";
import { queueOf, retryFailed, SweepFolder } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { carryOut, RUN_OPTIONS } from "./sweep_carry_out.ts";
import { withQueue } from "./sweep_link.ts";

export const command: Command = {
  help: `
./kgen sweep retry DIR [--code KIND] [OPTIONS]

Runs the failed cells of a sweep again. On a queue they are put on it and the command ends; otherwise they are run here.
The records of the failures are kept in retried/.
  --code KIND   only those that failed in this way, as sweep failed names it (on a queue)
  --queue URL   its Redis (default: KGEN_QUEUE, else where it was submitted)
${RUN_OPTIONS.help}
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: {
        ...RUN_OPTIONS.options,
        code: { type: "string" },
        queue: { type: "string" },
      },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep retry takes one DIR");
    const [dir] = positionals;
    const plan = new SweepFolder(dir).require();
    if (values.queue !== undefined || queueOf(dir) !== null) {
      return await withQueue(dir, values.queue, async (link, url) => {
        const { retried, left } = await retryFailed(link!, dir, url!, values.code);
        console.log(`${retried} failed cells are on the queue again; ${left} are left in all`);
        return 0;
      });
    }
    if (values.code) throw new UsageError("--code is for a sweep on a queue");
    return await carryOut(plan, dir, { ...values, "retry-failed": true });
  },
};
