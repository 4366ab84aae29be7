import { cancelSweep } from "@kgen/sweep";
import type { Command } from "./command.ts";
import { tellWish } from "./sweep_wish.ts";

export const command: Command = {
  help: `
./kgen sweep cancel DIR [--queue URL]

Stops a sweep: cells that wait are not run, those in work are interrupted on their hosts. What has ended is kept, and
./kgen sweep resume DIR takes the rest up again, here or on a queue.
  --queue URL   its Redis (default: KGEN_QUEUE, else where it was submitted)
`,
  async run(args) {
    const { folder } = await tellWish("cancel", args, cancelSweep);
    const { cells } = folder.require();
    console.log(
      `cancelled; ${folder.ended().length} of ${cells.length} cells have ended and are kept`,
    );
    return 0;
  },
};
