import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import {
  onThisComputer,
  pidOfPort,
  type Profile,
  readProfile,
  recordProfile,
  stacksWithin,
  topFunctions,
  topModules,
} from "@kgen/capture";
import { shownAddress } from "@kgen/comfy";
import { projectRoot } from "@kgen/notebook";
import { textTable } from "@kgen/tables";
import { type Command, UsageError, wholeNumber } from "./command.ts";
import { interruption } from "./interrupt.ts";

export const command: Command = {
  help: `
./kgen profile [PID | FILE] [--host URL] [OPTIONS]

Where ComfyUI spends its time, by py-spy (pip install py-spy; needs root or CAP_SYS_PTRACE): records for some seconds
and shows the functions and modules that were at work. Queue jobs meanwhile, and measure no rates: py-spy halts the
process for each sample. With a FILE only shows what was recorded before (folded stacks or speedscope JSON).
  --host URL      find the process by its port; ComfyUI must run on this computer (default: KGEN_HOST)
  --ssh DEST      PID is one of another computer, where py-spy is: user@host or an alias of ~/.ssh/config
  --seconds N     how long (default 10)        --rate N        samples a second (default 100)
  --native        C and CUDA libraries too     --top N         functions to show (default 20)
  --out FILE      where to keep it (default out/profiles/)
  --json          the tables as JSON on standard output, and nothing else there
`,
  run,
};

const OPTIONS = {
  host: { type: "string" },
  ssh: { type: "string" },
  seconds: { type: "string" },
  rate: { type: "string" },
  native: { type: "boolean" },
  top: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;

/** Name of the function under which ComfyUI does its jobs. */
const JOBS = "execute_async";

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (positionals.length > 1) throw new UsageError("profile takes one PID or FILE");
  const [target] = positionals;
  const n = wholeNumber("top", values.top, 1, 1000) ?? 20;
  const seconds = wholeNumber("seconds", values.seconds, 1, 3600) ?? 10;
  const rate = wholeNumber("rate", values.rate, 1, 1000);
  if (target !== undefined && !/^\d+$/.test(target)) {
    if (!existsSync(target)) throw new UsageError(`"${target}" is neither a process id nor a file`);
    return show(await readProfile(target), n, values.json);
  }
  const pid = target === undefined
    ? await pidOfHost(values.host ?? process.env.KGEN_HOST, values.ssh)
    : Number(target);
  const date = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "");
  const out = values.out ?? join(projectRoot(), "out", "profiles", `${date}-${pid}.pyspy.txt`);
  process.stderr.write(`kgen: recording process ${pid} for ${seconds} s\n`);
  const signal = interruption();
  const { native, ssh } = values;
  const profile = await recordProfile({ pid, seconds, rate, native, ssh, out, signal });
  return show(profile, n, values.json);
}

async function pidOfHost(url: string | undefined, ssh: string | undefined): Promise<number> {
  if (ssh !== undefined) throw new UsageError("with --ssh give the PID, as it is over there");
  if (!url || url === "embedded") {
    throw new UsageError("give the PID of ComfyUI, or --host URL of one on this computer");
  }
  const shown = shownAddress(url);
  if (!URL.canParse(shown)) throw new UsageError(`"${shown}" is not the address of a host`);
  const { port, protocol } = new URL(shown);
  if (!onThisComputer(shown)) {
    throw new UsageError(
      `${shown} is not on this computer: give the PID over there, and --ssh DEST`,
    );
  }
  const number = Number(port) || (protocol === "https:" ? 443 : 80);
  const pid = await pidOfPort(number);
  if (pid === null) {
    throw new Error(
      `No process of yours listens on port ${number} of this computer. ` +
        "If ComfyUI runs as another user or in a container, give its PID and run this as root.",
    );
  }
  return pid;
}

function show(profile: Profile, n: number, json = false): number {
  const jobs = stacksWithin(profile, JOBS);
  // A profile of something else than ComfyUI's jobs is shown as a whole.
  const shown = jobs.samples > 0 ? jobs : profile;
  const tables = {
    file: profile.file,
    samples: profile.samples,
    in_jobs: jobs.samples,
    functions: topFunctions(shown, { n }),
    modules: topModules(shown),
  };
  if (json) {
    process.stdout.write(JSON.stringify(tables, null, 2) + "\n");
    return 0;
  }
  console.log(
    `${profile.samples} samples` +
      (shown === jobs
        ? `, ${jobs.samples} of them in jobs of ComfyUI; the tables are of those`
        : "; none of them in a job of ComfyUI: the tables are of the whole process"),
  );
  if (shown.samples > 0) {
    const rows = tables.functions.map(({ self: _, total: __, ...row }) => row);
    console.log("\n" + textTable(rows, { maxText: 72 }));
    console.log("\n" + textTable(tables.modules));
  }
  if (profile.file) console.log(`\n${profile.file}`);
  return 0;
}
