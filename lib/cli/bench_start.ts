import { join } from "node:path";
import process from "node:process";
import { median } from "@kgen/stats";
import { projectRoot } from "@kgen/notebook";
import type { Comparison } from "./bench.ts";
import { notebooksIn, readNotebook, sourceOf } from "./notebook_file.ts";
import { runProgram } from "./process.ts";

const TIMES = 5;

async function medianSeconds(program: string, args: string[], cwd: string): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const outcome = await runProgram(program, args, { cwd });
    if (outcome.code !== 0) {
      throw new Error(`${program} ${args.join(" ")} failed:\n${outcome.output}`);
    }
    seconds.push(outcome.seconds);
  }
  return median(seconds);
}

function against(what: string, seconds: number, limit: number): Comparison {
  return {
    what,
    measured: `${seconds.toFixed(2)} s`,
    against: `${limit} s`,
    ratio: seconds / limit,
    limit: 1,
  };
}

/** Median of five: help, and every import of notebook 01, danfojs loaded too, in a fresh Deno process. */
export async function benchStart(): Promise<Comparison[]> {
  const root = projectRoot();
  const help = await medianSeconds(join(root, "kgen"), ["--help"], root);
  const [notebook] = notebooksIn(join(root, "notebooks"));
  const imports = readNotebook(notebook).cells.map(sourceOf).find((text) =>
    text.startsWith("import ")
  )!
    .split("\n").filter((line) => line.startsWith("import "));
  const code = [...imports, 'import { toFrame } from "@kgen/tables";', "await toFrame([]);"].join(
    "\n",
  );
  const args = ["eval", "--quiet", "--config", join(root, "deno.json"), code];
  const load = await medianSeconds(process.execPath, args, join(root, "notebooks"));
  return [against("./kgen --help", help, 0.3), against("import of the kit", load, 2)];
}
