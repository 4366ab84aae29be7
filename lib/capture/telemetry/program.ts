import { type ChildProcess, spawn } from "node:child_process";
import { clearTimeout, setTimeout } from "node:timers";

/** ms that a program gets to end by itself. */
const grace = 1000;

/** How a program ended. */
export interface Ended {
  /** Null when it was ended by a signal. */
  code: number | null;
  /** The program was not there: ENOENT, or it may not be run: EACCES. */
  missing: string | null;
  /** Its last words. */
  said: string;
}

/** A program that prints until it is stopped. */
export class Program {
  readonly ended: Promise<Ended>;
  #child: ChildProcess;
  #said = "";

  /** @param hear gets standard output as it comes, with performance.now() of its arrival */
  constructor(command: string[], hear: (piece: string, t: number) => void) {
    const [program, ...args] = command;
    // Errors of spawn come as an event in Node, and some are thrown in Deno.
    let finish: (e: Ended) => void;
    this.ended = new Promise((resolve) => finish = resolve);
    const child = this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout!.setEncoding("utf8").on("data", (piece: string) => {
      const t = performance.now();
      this.#remember(piece);
      hear(piece, t);
    });
    child.stderr!.setEncoding("utf8").on("data", (piece: string) => this.#remember(piece));
    child.on(
      "error",
      (error: Error & { code?: string }) =>
        finish({ code: null, missing: error.code ?? error.message, said: this.#said }),
    );
    // Not at once: the last lines may still be in the pipe. Not only at `close`: a grandchild may hold it open.
    let late: ReturnType<typeof setTimeout> | undefined;
    const end = (code: number | null) => {
      clearTimeout(late);
      child.stdout!.destroy();
      child.stderr!.destroy();
      finish({ code, missing: null, said: this.#said });
    };
    child.on("exit", (code) => late = setTimeout(() => end(code), 200));
    child.on("close", end);
  }

  #remember(piece: string): void {
    this.#said = (this.#said + piece).slice(-2000);
  }

  /** Ends it and waits until it is gone. */
  async stop(signal: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<void> {
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), grace);
    await this.ended;
    clearTimeout(timer);
  }
}

/** Starts a program. One that is not there is an ending like any other. */
export function startProgram(
  command: string[],
  hear: (piece: string, t: number) => void,
): Program {
  return new Program(command, hear);
}
