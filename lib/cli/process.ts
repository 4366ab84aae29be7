import { spawn } from "node:child_process";
import process from "node:process";

/** How a program ended, and what it printed (standard output and error together, in order). */
export interface Outcome {
  code: number;
  output: string;
  seconds: number;
}

/** Runs a program to its end. Ending `signal` ends the program too. */
export function runProgram(
  program: string,
  args: string[],
  o: { cwd?: string; env?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Outcome> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: o.cwd,
      env: { ...process.env, ...o.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = () => child.kill("SIGTERM");
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
    child.on("close", (code) => {
      o.signal?.removeEventListener("abort", stop);
      if (o.signal?.aborted) reject(o.signal.reason);
      else resolve({ code: code ?? 1, output, seconds: (performance.now() - began) / 1000 });
    });
  });
}
