import process from "node:process";
import { parseArgs } from "node:util";
import { type Command, UsageError } from "./command.ts";
import { completeParts } from "@kgen/sweep";
import { NoDuckError } from "@kgen/tables";
import { datasetOf } from "./sweep_dataset.ts";

export const command: Command = {
  help: `
./kgen sweep export DIR [--json]

Makes runs.csv, evaluations.csv, telemetry.csv, prompts.csv, failed.csv and datapackage.json of a sweep again,
from its Run folders, and the Parquet parts that it lacks (parts/).
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep export takes one DIR");
    const partless = await parts(positionals[0]);
    const { dir, rows, unreadable } = await datasetOf(positionals[0]);
    for (const { error } of unreadable) console.error(`kgen: ${error}`);
    if (values.json) {
      process.stdout.write(JSON.stringify({ dir, rows, unreadable }, null, 2) + "\n");
    } else {console.log(`${dir}: ${
        Object.entries(rows).map(([n, c]) => `${n}.csv (${c})`).join(", ")
      }`);}
    return unreadable.length > 0 || partless ? 1 : 0;
  },
};

/** Makes the parts that are not there; true when that needs DuckDB, which is not there: the tables do not. */
async function parts(dir: string): Promise<boolean> {
  const say = (word: string) => console.error(`kgen: ${word}`);
  try {
    await completeParts(dir, say);
    return false;
  } catch (error) {
    if (!(error instanceof NoDuckError)) throw error;
    say(`${error.message} No Parquet part was made; the tables are.`);
    return true;
  }
}
