/** The embedded host's own process: `./kgen host`, or a child of `startHost`. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Args, parseArgs, usage } from "./args.ts";
import { Host } from "./http/host.ts";
import { serve } from "./http/serve.ts";
import { neededFiles } from "./model/family.ts";
import { familyNotes } from "./model/family_notes.ts";
import { kgenRoot, nanoFile } from "./paths.ts";

function fail(message: string, code = 1): never {
  console.error(`kgen host: ${message}`);
  Deno.exit(code);
}

function readArgs(): Args {
  try {
    return parseArgs(Deno.args);
  } catch (error) {
    fail(`${(error as Error).message}\n${usage}`, 2);
  }
}

// onnxruntime would report its use to its maker and keep a database in the user's cache folder.
Deno.env.set("ORT_DISABLE_TELEMETRY", "1");

const args = readArgs();
if (args.help) {
  console.log(usage);
  Deno.exit(0);
}
const modelDir = resolve(args.models ?? nanoFile(""));
for (const file of neededFiles.map((name) => join(modelDir, name))) {
  if (!existsSync(file)) {
    fail(`the model file ${file} is missing: restore it with \`git checkout data/nano\``);
  }
}

const scratch = mkdtempSync(join(tmpdir(), "kgen-host-"));
const defaultDir = args.child ? join(scratch, "output") : join(kgenRoot(), "out", "host");
const host = new Host({
  modelDir,
  inputDir: join(scratch, "input"),
  outputDir: resolve(args.dir ?? defaultDir),
  tempDir: join(scratch, "temp"),
  threads: args.threads,
});

let ending = false;
async function end(code: number): Promise<never> {
  // A second Ctrl-C does not wait.
  if (!ending) {
    ending = true;
    await host.stop();
  }
  rmSync(scratch, { recursive: true, force: true });
  Deno.exit(code);
}

async function listen(): Promise<string> {
  try {
    return (await serve(host, args.port)).url;
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    const { code } = error as { code?: string };
    if (code === "EADDRINUSE") {
      fail(
        `port ${args.port} is taken by another program: choose another with --port, or 0 for any free one`,
      );
    }
    if (code === "EACCES") {
      fail(`port ${args.port} may not be opened by this user: choose one above 1023 with --port`);
    }
    throw error;
  }
}

/** Whether SIGHUP was ignored when this process began, as nohup does it. */
function ignoresHangup(): boolean {
  const file = "/proc/self/status";
  return existsSync(file) && /^SigIgn:\s*[\da-f]*[13579bdf]$/m.test(readFileSync(file, "utf8"));
}

/** Makes the folder before the port is opened: a host that cannot save is of no use. */
function makeOutput(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    fail(`${dir} cannot be made: ${(error as Error).message}. Choose another folder with --dir`);
  }
}

makeOutput(host.settings.outputDir);
// Asked before any signal is listened to: Deno then takes SIGHUP too, and would end by it even under nohup.
const hangupIgnored = ignoresHangup();
const url = await listen();
Deno.addSignalListener("SIGTERM", () => end(0));
if (args.child) {
  // Ctrl-C in a terminal, and its end, reach parent and child alike; the parent still needs this host to interrupt its run.
  for (const name of ["SIGINT", "SIGHUP"] as const) Deno.addSignalListener(name, () => {});
  console.log(JSON.stringify({ url, pid: Deno.pid }));
  // Standard input ends when the parent closes it or is gone, however it went.
  for await (const _ of Deno.stdin.readable);
  await end(0);
} else {
  Deno.addSignalListener("SIGINT", () => end(0));
  Deno.addSignalListener("SIGHUP", () => hangupIgnored || end(0));
  console.log(`kgen's embedded host (nano models, ${args.threads} threads): ${url}`);
  for (const note of familyNotes(modelDir)) console.log(note);
  console.log(`pictures go to ${host.settings.outputDir}; Ctrl-C ends it`);
}
