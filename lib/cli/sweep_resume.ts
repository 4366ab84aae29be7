import { parseArgs } from "node:util";
import { SweepFolder } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { carryOut, RUN_OPTIONS } from "./sweep_carry_out.ts";

export const command: Command = {
  help: `
./kgen sweep resume DIR [OPTIONS]

Goes on with a sweep. Cells that are finished are not run again; those that failed only with --retry-failed.
${RUN_OPTIONS.help}
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: RUN_OPTIONS.options,
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep resume takes one DIR");
    const [dir] = positionals;
    const plan = new SweepFolder(dir).require();
    if (plan.kind === "temperature") {
      throw new Error(`${dir} is a temperature sweep: its own command with --out ${dir} goes on`);
    }
    return await carryOut(plan, dir, values);
  },
};
