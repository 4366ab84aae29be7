import process from "node:process";
import { parseArgs } from "node:util";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";
import { findRun } from "./find_run.ts";
import { rateRow, ratesOf } from "./rates.ts";

export const command: Command = {
  help: `
./kgen compare RUN RUN ... [--json]

Several Runs side by side: conditions and rates. Two single runs do not show that one is faster: job times on one
host vary by some 10 %. Use ./kgen run --repeats for that.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length < 2) throw new UsageError("compare takes two RUNs or more");
    const rows: Record<string, unknown>[] = [];
    for (const name of positionals) {
      const run = await findRun(name);
      const what = { run: run.id, variant: run.variant, host: run.host.kind, steps: run.steps };
      rows.push({ ...what, ...rateRow(run, await ratesOf(run)) });
    }
    if (values.json) process.stdout.write(JSON.stringify(rows, null, 2) + "\n");
    else console.log(textTable(rows));
    return 0;
  },
};
