import process from "node:process";
import { parseArgs } from "node:util";
import { type Link, type SweepStatus, sweepStatus } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { interruption } from "./interrupt.ts";
import { failedCells } from "./sweep_failed.ts";
import { withQueue } from "./sweep_link.ts";

export const command: Command = {
  help: `
./kgen sweep status DIR [--queue URL] [--watch] [--json]

What a sweep has done, what failed and why, and what is left; of one on a queue also its workers, and cells that no worker
can take. It may be asked while the sweep runs.
  --queue URL   its Redis (default: KGEN_QUEUE, else where it was submitted)
  --watch       draws it anew every second until nothing is left
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: {
        json: { type: "boolean" },
        watch: { type: "boolean" },
        queue: { type: "string" },
      },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep status takes one DIR");
    const [dir] = positionals;
    await sweepStatus(dir);
    return await withQueue(dir, values.queue, async (link) => {
      if (values.watch) return await watch(dir, link);
      const status = await sweepStatus(dir, link);
      if (values.json) process.stdout.write(json(dir, status));
      else console.log(String(status));
      return 0;
    });
  },
};

function json(dir: string, s: SweepStatus): string {
  const { total, done, left, state, workers, backlog } = s;
  const failed = failedCells(dir);
  const told = { total, done, failed, left, state, workers, backlog };
  return JSON.stringify(told, null, 2) + "\n";
}

async function watch(dir: string, link: Link | null): Promise<number> {
  const signal = interruption();
  let drawn = 0;
  for (;;) {
    const status = await sweepStatus(dir, link);
    const lines = String(status).split("\n");
    if (process.stdout.isTTY && drawn > 0) process.stdout.write(`\x1b[${drawn}A\x1b[J`);
    process.stdout.write(lines.join("\n") + "\n");
    drawn = lines.length;
    if (status.left === 0 || signal.aborted) return 0;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
