// Finds the command, runs it, and turns an error into one clear message and an exit code:
// 0 done, 1 failed, 2 wrong usage, 130 interrupted.
import process from "node:process";
import type { Command } from "./command.ts";
import { UsageError } from "./command.ts";
import { interrupted } from "./interrupt.ts";

/** Loaded only when asked for, so that one command does not wait for what another needs. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  bench: () => import("./bench.ts"),
  compare: () => import("./compare.ts"),
  demo: () => import("./demo.ts"),
  doctor: () => import("./doctor.ts"),
  host: () => import("./host.ts"),
  lab: () => import("./lab.ts"),
  list: () => import("./list.ts"),
  profile: () => import("./profile.ts"),
  publish: () => import("./publish.ts"),
  run: () => import("./run.ts"),
  show: () => import("./show.ts"),
  sweep: () => import("./sweep.ts"),
  test: () => import("./test.ts"),
  worker: () => import("./worker.ts"),
};

function say(text: string) {
  process.stderr.write(`kgen: ${text}\n`);
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  const load = COMMANDS[name];
  if (!load) {
    say(`there is no command "${name}". The commands: ${Object.keys(COMMANDS).join(", ")}`);
    return 2;
  }
  const { command } = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    const help = await command.helpFor?.(rest) ?? command.help;
    process.stdout.write(help.trim() + "\n");
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (interrupted()) {
      say(`${name} was interrupted; what had been recorded is kept`);
      return 130;
    }
    const { message, code, stack } = error as Error & { code?: string };
    const usage = error instanceof UsageError || code?.startsWith("ERR_PARSE_ARGS");
    say(usage ? `${message}\n      ./kgen ${name} --help explains` : message);
    if (process.env.KGEN_DEBUG) process.stderr.write(`${stack}\n`);
    return usage ? 2 : 1;
  }
}

process.exit(await main(process.argv.slice(2)));
