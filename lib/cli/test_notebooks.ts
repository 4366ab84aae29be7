import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { checkOutputs } from "./check_outputs.ts";
import { executeNotebook, type KernelName } from "./execute_notebook.ts";
import { notebooksIn } from "./notebook_file.ts";

/** One notebook under one kernel. */
export interface NotebookCheck {
  name: string;
  file: string;
  kernel: KernelName;
}

/** What an execution came to: what is wrong with its outputs, and how long it took. */
export interface NotebookResult {
  problems: string[];
  seconds: number;
}

/** Every notebook under both kernels. */
export function notebookChecks(root: string): NotebookCheck[] {
  return notebooksIn(join(root, "notebooks")).flatMap((file) =>
    (["deno", "tslab"] as const).map((kernel) => ({
      name: `${file.slice(root.length + 1)} (${kernel})`,
      file,
      kernel,
    }))
  );
}

/**
 * Executes notebooks, both kernels at the same time, one notebook after the other in each.
 *
 * A notebook waits under tslab until it has been executed under Deno, and then shows the Runs that were made there: its
 * pictures need not be drawn twice. The first two lessons draw theirs under both, and the fleet of the last works under both. The results come in the order of `checks`.
 */
export function executeAll(
  checks: readonly NotebookCheck[],
  root: string,
  signal: AbortSignal,
): Promise<NotebookResult>[] {
  const to = join(root, ".kgen/test-runs");
  rmSync(to, { recursive: true, force: true });
  const lanes: Record<KernelName, Promise<unknown>> = {
    deno: Promise.resolve(),
    tslab: Promise.resolve(),
  };
  const made = new Map<string, Promise<unknown>>();
  return checks.map(({ file, kernel }) => {
    const before = kernel === "tslab" ? [lanes.tslab, made.get(file)] : [lanes.deno];
    const result = Promise.allSettled(before).then(async () => {
      signal.throwIfAborted();
      const began = performance.now();
      const target = join(root, ".kgen/executed", kernel, basename(file));
      const live = /^0[019]-/.test(basename(file));
      const env = { KGEN_RECORDS: live ? "" : JSON.stringify({ from: [], to }) };
      await executeNotebook(file, target, { kernel, env, signal });
      return { problems: checkOutputs(target), seconds: (performance.now() - began) / 1000 };
    });
    // A failure is told where the result is awaited.
    result.catch(() => {});
    lanes[kernel] = result;
    if (kernel === "deno") made.set(file, result);
    return result;
  });
}
