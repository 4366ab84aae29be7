import process from "node:process";
import { parseArgs } from "node:util";
import { failuresOf, SweepFolder } from "@kgen/sweep";
import { textTable } from "@kgen/tables";
import { type Command, UsageError } from "./command.ts";

/** Each failed cell of a sweep, in short. */
export function failedCells(dir: string) {
  const failed = new SweepFolder(dir).records().filter((r) => r.status === "failed");
  return failed.map((r) => ({
    cell: r.id.slice(0, 12),
    condition: r.cell.tag,
    repeat: r.cell.repeat,
    host: r.url.replace(/^https?:\/\//, ""),
    attempts: r.attempts,
    kind: r.reason?.code,
    reason: r.reason?.message.replace(/\s*\n\s*/g, " "),
  }));
}

export const command: Command = {
  help: `
./kgen sweep failed DIR [--json]

Each cell that failed, with its reason, and how many of each kind. ./kgen sweep retry DIR runs them again.
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep failed takes one DIR");
    const [dir] = positionals;
    const folder = new SweepFolder(dir);
    folder.require();
    const rows = failedCells(dir);
    if (values.json) process.stdout.write(JSON.stringify(rows, null, 2) + "\n");
    else if (rows.length === 0) console.log("no cell has failed");
    else {
      console.log(textTable(rows, { maxText: 80, maxRows: 400 }));
      for (const { code, cells } of failuresOf(folder.records())) {
        console.log(`${cells} ${cells === 1 ? "cell" : "cells"}: ${code}`);
      }
      console.log(`run them again: ./kgen sweep retry ${dir}`);
    }
    return Promise.resolve(0);
  },
};
