import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { listRuns, type Run } from "@kgen/capture";
import { projectRoot } from "@kgen/notebook";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";
import { conditionsOf } from "./conditions.ts";

export const command: Command = {
  help: `
./kgen list [DIR] [--json]

The Runs in a folder (default out/runs) or of a sweep's folder, oldest first, also those that were interrupted or failed.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new UsageError("list takes one folder");
    const given = positionals[0] ?? join(projectRoot(), "out/runs");
    const inside = join(given, "runs");
    const dir = existsSync(join(given, "plan.json")) && existsSync(inside) ? inside : given;
    if (!existsSync(dir)) {
      if (positionals[0]) throw new Error(`there is no folder ${dir}`);
      console.log("No Runs yet. ./kgen run zimage-turbo-speed-test makes one.");
      return 0;
    }
    const runs = await listRuns(dir);
    for (const { error } of runs.unreadable) console.error(`kgen: ${error}`);
    const conditions = conditionsOf(runs);
    if (values.json) process.stdout.write(JSON.stringify(runs, null, 2) + "\n");
    else {console.log(
        runs.length
          ? textTable(runs.map((run) => listRow(run, conditions(run))))
          : `No Runs in ${dir}.`,
      );}
    return 0;
  },
};

function listRow(run: Run, conditions: Record<string, unknown>): Record<string, unknown> {
  return {
    run: run.id,
    status: run.status,
    variant: run.variant,
    host: run.host.kind,
    ...conditions,
    prompt: run.prompt,
    seed: run.seed,
    steps: run.steps,
    NFE: run.nfe,
    "job (s)": run.times.success === null ? null : Number(run.times.success.toPrecision(3)),
  };
}
