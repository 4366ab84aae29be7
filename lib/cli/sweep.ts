import { type Command, UsageError } from "./command.ts";

/** What `./kgen sweep` can do, each loaded when asked for. */
const PARTS: Record<string, () => Promise<{ command: Command }>> = {
  grid: () => import("./sweep_grid.ts"),
  temperature: () => import("./sweep_temperature.ts"),
  resume: () => import("./sweep_resume.ts"),
  status: () => import("./sweep_status.ts"),
  retry: () => import("./sweep_retry.ts"),
  failed: () => import("./sweep_failed.ts"),
  pause: () => import("./sweep_pause.ts"),
  cancel: () => import("./sweep_cancel.ts"),
  export: () => import("./sweep_export.ts"),
  restore: () => import("./sweep_restore.ts"),
};

export const command: Command = {
  help: `
./kgen sweep grid [OPTIONS]          every combination of variant, steps, size, batch, cfg, sampler, LoRA, dtype ...
./kgen sweep temperature [OPTIONS]   runs at many temperatures of the GPU: k_gen against T
./kgen sweep resume DIR [OPTIONS]    goes on with a sweep that was interrupted; finished cells are not run again
./kgen sweep status DIR [--watch]    what is done, what failed and why, what is left; the workers of a queue
./kgen sweep failed DIR              each cell that failed, with its reason
./kgen sweep retry DIR               runs failed cells again
./kgen sweep pause DIR               gives out no further cell until resume
./kgen sweep cancel DIR              stops it; what has ended is kept
./kgen sweep export DIR              the data set of a sweep, made again from its Run folders
./kgen sweep restore DIR             gives the GPU back the power limit or clocks found before a ladder

./kgen sweep NAME --help explains one of them. Many hosts: --queue redis://HOST:6379, and ./kgen worker beside each.
`,
  async helpFor([name]) {
    return (await PARTS[name]?.())?.command.help;
  },
  async run(args) {
    const [name, ...rest] = args;
    const load = PARTS[name];
    if (!load) {
      throw new UsageError(
        `${name ? `there is no sweep "${name}"` : "which sweep?"} There are ${
          Object.keys(PARTS).join(", ")
        }`,
      );
    }
    const { command } = await load();
    return await command.run(rest);
  },
};
