// Runs ./kgen as a user would and gathers what it said.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Said {
  code: number | null;
  out: string;
  err: string;
}

/** Starts ./kgen; `ended` resolves when it has ended. */
export function startKgen(args: string[], o: { env?: Record<string, string>; cwd?: string } = {}) {
  const child: ChildProcess = spawn(join(ROOT, "kgen"), args, {
    env: { ...process.env, KGEN_HOST: "", ...o.env },
    cwd: o.cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Said = { code: null, out: "", err: "" };
  child.stdout!.setEncoding("utf8").on("data", (text) => said.out += text);
  child.stderr!.setEncoding("utf8").on("data", (text) => said.err += text);
  const ended = new Promise<Said>((resolve) => {
    child.on("close", (code, signal) => {
      // Deno's node:child_process reports exit code 130 as death by SIGINT; a shell sees 130 for both.
      resolve(Object.assign(said, { code: signal === "SIGINT" ? 130 : code }));
    });
  });
  return { child, said, ended };
}

/** Runs ./kgen to its end. */
export function kgen(args: string[], o: { env?: Record<string, string>; cwd?: string } = {}) {
  return startKgen(args, o).ended;
}

/** A folder that `clean` removes. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "kgen-test-"));
  return { folder, clean: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Waits until `condition` holds; fails after `seconds`. */
export async function until(condition: () => boolean, what: string, seconds = 20): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
