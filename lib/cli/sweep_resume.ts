import { parseArgs } from "node:util";
import { queueOf, SweepFolder, wishIn, wishOf } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { carryOut, RUN_OPTIONS } from "./sweep_carry_out.ts";
import { QUEUE_OPTIONS, queueFor, submitAndWatch } from "./sweep_queue.ts";

export const command: Command = {
  help: `
./kgen sweep resume DIR [OPTIONS]

Goes on with a sweep, also after a pause. Cells that are finished are not run again; those that failed only with
--retry-failed. What a Redis has lost is put on it again.
${RUN_OPTIONS.help}
${QUEUE_OPTIONS.help}
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { ...RUN_OPTIONS.options, ...QUEUE_OPTIONS.options },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep resume takes one DIR");
    const [dir] = positionals;
    const plan = new SweepFolder(dir).require();
    if (plan.kind === "temperature") {
      throw new Error(`${dir} is a temperature sweep: its own command with --out ${dir} goes on`);
    }
    if (values.queue !== undefined || queueOf(dir) !== null) {
      return await submitAndWatch(plan, dir, queueFor(dir, values.queue), values);
    }
    if (wishIn(dir) === "pause") {
      wishOf(dir, null);
      console.error(`kgen: the sweep in ${dir} goes on in the process that was paused`);
      return 0;
    }
    return await carryOut(plan, dir, values);
  },
};
