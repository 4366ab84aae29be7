import { pauseSweep } from "@kgen/sweep";
import type { Command } from "./command.ts";
import { tellWish } from "./sweep_wish.ts";

export const command: Command = {
  help: `
./kgen sweep pause DIR [--queue URL]

No further cell of a sweep is begun; those in work are finished. ./kgen sweep resume DIR goes on.
  --queue URL   its Redis (default: KGEN_QUEUE, else where it was submitted)
`,
  async run(args) {
    const { dir } = await tellWish("pause", args, pauseSweep);
    console.log(`paused; go on with: ./kgen sweep resume ${dir}`);
    return 0;
  },
};
