import { parseArgs } from "node:util";
import { pauseSweep, SweepFolder, wishOf } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { withQueue } from "./sweep_link.ts";

export const command: Command = {
  help: `
./kgen sweep pause DIR [--queue URL]

No further cell of a sweep is begun; those in work are finished. ./kgen sweep resume DIR goes on.
  --queue URL   its Redis (default: KGEN_QUEUE, else where it was submitted)
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { queue: { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep pause takes one DIR");
    const [dir] = positionals;
    new SweepFolder(dir).require();
    await withQueue(dir, values.queue, async (link) => {
      if (link) await pauseSweep(link, dir);
      else wishOf(dir, "pause");
    });
    console.log(`paused; go on with: ./kgen sweep resume ${dir}`);
    return 0;
  },
};
