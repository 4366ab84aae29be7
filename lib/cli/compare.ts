import process from "node:process";
import { parseArgs } from "node:util";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";
import { conditionsOf } from "./conditions.ts";
import { findRun } from "./find_run.ts";
import { rateRow, ratesOf } from "./rates.ts";

export const command: Command = {
  help: `
./kgen compare RUN RUN ... [--json]

Several Runs side by side: conditions (those of size, batch, cfg, sampler and model that differ) and rates. Two single runs do not show that one is faster: job times on one
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
    const runs = await Promise.all(positionals.map(findRun));
    const conditions = conditionsOf(runs);
    for (const run of runs) {
      const { id, variant, host, steps } = run;
      const what = { run: id, variant, host: host.kind, ...conditions(run), steps };
      rows.push({ ...what, ...rateRow(run, await ratesOf(run)) });
    }
    if (values.json) process.stdout.write(JSON.stringify(rows, null, 2) + "\n");
    else console.log(textTable(rows));
    return 0;
  },
};
