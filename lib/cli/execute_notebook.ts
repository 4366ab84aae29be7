import { mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import { bundle } from "./bundle.ts";
import { runProgram } from "./process.ts";

export type KernelName = "deno" | "tslab";

/**
 * Executes a notebook from top to bottom with parameters, by papermill, and writes the executed copy.
 *
 * @param notebook The notebook's file.
 * @param target Where the executed copy goes; written under a temporary name first.
 * @param o Kernel, parameters (they replace values of the cell tagged `parameters`) and environment.
 * @throws {Error} naming the cell that failed, with its error.
 */
export async function executeNotebook(
  notebook: string,
  target: string,
  o: {
    kernel: KernelName;
    parameters?: Record<string, unknown>;
    env?: Record<string, string>;
    signal?: AbortSignal;
  },
): Promise<void> {
  const root = projectRoot();
  // tslab cannot load .ts files from lib/: it takes the library bundled for Node.
  if (o.kernel === "tslab") await bundle();
  mkdirSync(dirname(target), { recursive: true });
  const partial = target.replace(/(\.ipynb)?$/, ".partial.ipynb");
  const outcome = await runProgram(join(root, ".venv/bin/python"), [
    join(root, "lib/notebook/execute.py"),
    notebook,
    partial,
    "--kernel",
    o.kernel,
    "--parameters",
    JSON.stringify(o.parameters ?? {}),
  ], { cwd: dirname(notebook), env: o.env, signal: o.signal });
  if (outcome.code !== 0) {
    throw new Error(
      `${notebook} failed under the ${o.kernel} kernel (what ran is in ${partial}):\n${outcome.output.trim()}`,
    );
  }
  renameSync(partial, target);
}
