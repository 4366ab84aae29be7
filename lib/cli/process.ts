import { spawn } from "node:child_process";
import process from "node:process";

/** How a program ended, and what it printed (standard output and error together, in order). */
export interface Outcome {
  code: number;
  output: string;
  seconds: number;
  /** It was ended at the time limit. */
  late?: true;
}

/** What a program gets to clean up in after it was told to stop. */
const STOP_MS = 5000;

/**
 * Runs a program to its end. Ending `signal` ends the program too; so does the time limit `seconds`, which counts as
 * a failure and is said at the end of the output.
 */
export function runProgram(
  program: string,
  args: string[],
  o: { cwd?: string; env?: Record<string, string>; signal?: AbortSignal; seconds?: number } = {},
): Promise<Outcome> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: o.cwd,
      env: { ...process.env, ...o.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // As Ctrl-C does: a notebook's runner then ends its kernel. What does not listen is ended after a while.
    const stop = () => {
      child.kill("SIGINT");
      timers.push(setTimeout(() => child.kill("SIGKILL"), STOP_MS));
    };
    const timers: ReturnType<typeof setTimeout>[] = [];
    let late = false;
    const endLate = () => {
      late = true;
      child.kill("SIGKILL");
    };
    if (o.seconds) timers.push(setTimeout(endLate, 1000 * o.seconds));
    o.signal?.addEventListener("abort", stop, { once: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => output += text);
    }
    child.on(
      "error",
      (error) => reject(new Error(`${program} could not be started: ${error.message}`)),
    );
    // Not `close`: a grandchild that lives on would keep the pipes open.
    child.on("exit", () => {
      timers.forEach(clearTimeout);
      if (o.signal?.aborted) reject(o.signal.reason);
    });
    child.on("close", (code) => {
      o.signal?.removeEventListener("abort", stop);
      if (late) output += `\nended after ${o.seconds} s without coming to its end`;
      if (o.signal?.aborted) reject(o.signal.reason);
      else {
        const seconds = (performance.now() - began) / 1000;
        resolve({ code: code ?? 1, output, seconds, ...late ? { late } : {} });
      }
    });
  });
}
