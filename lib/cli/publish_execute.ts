import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { openRun } from "@kgen/capture";
import { checkOutputs } from "./check_outputs.ts";
import { executeNotebook, type KernelName } from "./execute_notebook.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import { normalise } from "./publish_normalise.ts";
import type { Parameters } from "./publish_parameters.ts";
import { writeWhole } from "./write_file.ts";

/** A Run that a notebook showed. */
export interface UsedRun {
  /** Folder, relative to the kit's. */
  folder: string;
  /** ISO 8601. */
  created: string;
  model: string;
}

/** A notebook that was executed to be published. */
export interface Executed {
  /** File name without its ending, such as 01-generation-rate. */
  name: string;
  source: NotebookFile;
  notebook: NotebookFile;
  parameters: Parameters;
  /** Runs of the embedded host that it showed; empty when it measured a host of the user's. */
  runs: UsedRun[];
  /** s that the execution took. */
  seconds: number;
}

/** How notebooks are executed. */
export interface Execution {
  root: string;
  kernel: KernelName;
  /** A host to measure; null for recorded data. */
  host: string | null;
  /** Folders of recorded Runs; those that are made go into the last. */
  records: string[];
  signal?: AbortSignal;
}

/** Runs made for publishing are kept here, below the kit's folder, so that publishing again repeats them. */
export const MADE = ".kgen/nano-runs";
/** Runs that came with the kit. */
export const GIVEN = "data/nano-runs";

/**
 * Executes one notebook and makes it the same for every execution.
 *
 * @throws {Error} when a cell fails, an output is lost or a number came out as nothing.
 */
export async function executeFor(
  file: string,
  parameters: Parameters,
  o: Execution,
): Promise<Executed> {
  const name = basename(file, ".ipynb");
  const folder = join(o.root, ".kgen/publish", o.kernel);
  const target = join(folder, `${name}.ipynb`), log = join(folder, `${name}.runs`);
  mkdirSync(folder, { recursive: true });
  rmSync(log, { force: true });
  const models = modelsOf(o.root);
  const records = { from: o.records.slice(0, -1), to: o.records.at(-1)!, models, log };
  const env: Record<string, string> = o.host === null
    ? { KGEN_HOST: "", KGEN_RECORDS: JSON.stringify(records) }
    : { KGEN_HOST: o.host, KGEN_RECORDS: "" };
  const began = performance.now();
  await executeNotebook(file, target, { kernel: o.kernel, parameters, env, signal: o.signal });
  const seconds = (performance.now() - began) / 1000;
  const problems = checkOutputs(target);
  if (problems.length) throw new Error(problems.join("\n"));
  const notebook = normalise(readNotebook(target), o.root);
  writeWhole(target, JSON.stringify(notebook, null, 1) + "\n");
  const runs = await usedRuns(log, o.root);
  return { name, source: readNotebook(file), notebook, parameters, runs, seconds };
}

/** A hash of what the embedded host's pictures depend on: its weights, graphs and words. */
function modelsOf(root: string): string {
  const { resources } = JSON.parse(readFileSync(join(root, "data/nano/datapackage.json"), "utf8"));
  const loaded = resources.filter(({ path }: { path: string }) => /^(nano-|vocab)/.test(path));
  const hashes = loaded.map(({ hash }: { hash: string }) => hash).join("\n");
  return createHash("sha256").update(hashes).digest("hex");
}

async function usedRuns(log: string, root: string): Promise<UsedRun[]> {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").trim().split("\n");
  const folders = [...new Set(lines.map((line) => line.slice(line.indexOf(" ") + 1)))].sort();
  return await Promise.all(folders.map(async (folder) => {
    const { created, model } = await openRun(folder);
    return { folder: relative(root, folder), created, model };
  }));
}
