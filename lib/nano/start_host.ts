import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { kgenRoot } from "./paths.ts";

/** How to start the embedded host. */
export interface StartOptions {
  /** Port on 127.0.0.1; 0 (default) takes a free one. */
  port?: number;
  /** Threads of the model; default one for each core, 4 at most. */
  threads?: number;
  /** Where SaveImage writes; default a folder that is removed when the host ends. */
  dir?: string;
  /** Where weights, graphs and LoRAs of the model lie; default data/nano. */
  models?: string;
}

/** A running embedded host. */
export interface RunningHost {
  /** Its address, as `http://127.0.0.1:PORT`. */
  url: string;
  /** Its process id. */
  pid: number;
  /** Ends it and waits until it is gone. Calling it again does nothing. */
  stop(): Promise<void>;
}

/** The embedded host did not start: the message holds what it said. */
export class HostStartError extends Error {
  override name = "HostStartError";
}

/** Milliseconds that a host may take to answer after its start, and to end after it was told to. */
const startTime = 30_000;
const stopTime = 5_000;

/** The Deno to run it with: `KGEN_DENO`, the project's own, or the one on the PATH. */
function findDeno(root: string): string {
  const own = join(root, ".venv", "bin", "deno");
  return process.env.KGEN_DENO ?? (existsSync(own) ? own : "deno");
}

/**
 * Starts the embedded host, the nano model behind ComfyUI's API, as a child process and waits until it answers.
 *
 * It runs from Deno and Node alike. The host ends with `stop()`, or when this process ends, however it ends; it does not
 * keep this process alive. Throws a `HostStartError` if the port is taken or Deno cannot be run.
 *
 * @example
 * ```ts
 * import { startHost } from "@kgen/nano";
 *
 * // A host costs a process: here it is only shown how one is made.
 * async function version(): Promise<string> {
 *   const host = await startHost();
 *   const stats = await (await fetch(`${host.url}/system_stats`)).json();
 *   await host.stop();
 *   return stats.system.comfyui_version;
 * }
 * ```
 */
export async function startHost(options: StartOptions = {}): Promise<RunningHost> {
  const root = kgenRoot();
  const args = ["run", "-A", join(root, "lib", "nano", "main.ts"), "--child"];
  args.push("--port", String(options.port ?? 0));
  if (options.threads !== undefined) args.push("--threads", String(options.threads));
  if (options.dir !== undefined) args.push("--dir", options.dir);
  if (options.models !== undefined) args.push("--models", options.models);
  const child = spawn(findDeno(root), args, {
    cwd: root,
    env: {
      DENO_DIR: join(root, ".deno"),
      NO_COLOR: "1",
      // glibc raises its limits once it has seen large blocks, and then keeps 150 MB of freed weights.
      MALLOC_TRIM_THRESHOLD_: "131072",
      ...process.env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { url, pid } = await firstWords(child);
  release(child);
  return { url, pid, stop: () => stop(child) };
}

/** Waits for the line in which the host tells its address. */
function firstWords(child: ChildProcess): Promise<{ url: string; pid: number }> {
  return new Promise((done, fail) => {
    let said = "";
    let complaint = "";
    const give = (message: string) => {
      clearTimeout(timer);
      fail(new HostStartError(message));
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      give(`the embedded host did not answer within ${startTime / 1000} s. ${complaint}`.trim());
    }, startTime);
    child.on("error", (error) => {
      give(`cannot run Deno (${error.message}): run ./kgen once, or set KGEN_DENO to its path`);
    });
    // `close` and not `exit`: then all that it said is here.
    child.on("close", (code) => {
      give(`the embedded host did not start (exit code ${code}). ${complaint.trim()}`);
    });
    // These go on reading for as long as the host runs: a full pipe would stop it.
    child.stderr!.on("data", (bytes) => complaint = (complaint + bytes).slice(-4000));
    child.stdout!.on("data", (bytes) => {
      said = (said + bytes).slice(-4000);
      if (!said.includes("\n")) return;
      clearTimeout(timer);
      done(JSON.parse(said.slice(0, said.indexOf("\n"))));
    });
  });
}

/** Lets this process end although the child still runs. */
function release(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    (stream as unknown as { unref?: () => void }).unref?.();
  }
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.ref();
    const timer = setTimeout(() => child.kill("SIGKILL"), stopTime);
    child.on("exit", () => {
      clearTimeout(timer);
      done();
    });
    child.stdin!.end();
  });
}
