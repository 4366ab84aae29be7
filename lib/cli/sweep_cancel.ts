import { parseArgs } from "node:util";
import { cancelSweep, SweepFolder, wishOf } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";
import { withQueue } from "./sweep_link.ts";

export const command: Command = {
  help: `
./kgen sweep cancel DIR [--queue URL]

Stops a sweep: cells that wait are not run, those in work are interrupted on their hosts. What has ended is kept, and
./kgen sweep resume DIR takes the rest up again, here or on a queue.
  --queue URL   its Redis (default: KGEN_QUEUE, else where it was submitted)
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { queue: { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new UsageError("sweep cancel takes one DIR");
    const [dir] = positionals;
    const folder = new SweepFolder(dir);
    const { cells } = folder.require();
    await withQueue(dir, values.queue, async (link) => {
      if (link) await cancelSweep(link, dir);
      else wishOf(dir, "cancel");
    });
    console.log(
      `cancelled; ${folder.ended().length} of ${cells.length} cells have ended and are kept`,
    );
    return 0;
  },
};
