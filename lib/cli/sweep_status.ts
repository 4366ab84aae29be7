import process from "node:process";
import { parseArgs } from "node:util";
import { SweepFolder } from "@kgen/sweep";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";

export const command: Command = {
  help: `
./kgen sweep status DIR [--json]

What a sweep has done, what failed and why, and what is left. It may be asked while the sweep runs.
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep status takes one DIR");
    const folder = new SweepFolder(positionals[0]);
    const plan = folder.require();
    const records = folder.records();
    const failed = records.filter((r) => r.status === "failed");
    const done = records.length - failed.length;
    const total = Math.max(plan.cells.length, records.length);
    const why = failed.map((r) => ({
      cell: r.id.slice(0, 12),
      condition: r.cell.tag,
      repeat: r.cell.repeat,
      kind: r.reason?.code,
      reason: r.reason?.message.replace(/\s*\n\s*/g, " "),
    }));
    if (values.json) {
      const left = total - records.length;
      process.stdout.write(JSON.stringify({ total, done, failed: why, left }, null, 2) + "\n");
      return Promise.resolve(0);
    }
    console.log(
      `${plan.name}: ${done} done, ${failed.length} failed, ${
        total - records.length
      } left of ${total}; ` +
        `${folder.warmUps().length} warm-ups, ${folder.sessions().length} sessions`,
    );
    if (why.length) console.log(textTable(why, { maxText: 100 }));
    return Promise.resolve(0);
  },
};
