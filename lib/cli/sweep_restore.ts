import { parseArgs } from "node:util";
import { restoreFound } from "@kgen/sweep";
import { type Command, UsageError } from "./command.ts";

export const command: Command = {
  help: `
./kgen sweep restore DIR

Gives the GPU back the power limit or clocks that a ladder of a temperature sweep found. Needed only after the sweep was
killed (kill -9, power cut): in every other case it gives them back itself.
`,
  run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    if (positionals.length !== 1) throw new UsageError("sweep restore takes one DIR");
    const found = restoreFound(positionals[0]);
    console.log(
      found === null
        ? `${positionals[0]}: nothing to give back`
        : `GPU ${found.gpu} (${found.gpuName}): ${
          found.knob === "power" ? `power limit ${found.power_limit_w} W` : "clocks"
        } given back`,
    );
    return Promise.resolve(0);
  },
};
