import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RunFormatError } from "./errors.ts";
import type { Run } from "./run.ts";

const statuses = ["complete", "partial", "failed", "interrupted"];
const ways = ["previews", "prefix", "plugin"];

/**
 * Opens a Run folder. A complete one must have all its files; one that was cut short opens with
 * its status, and with a warning for what is not there.
 *
 * @throws RunFormatError that names the file and says what is wrong with it
 *
 * @example
 * ```ts
 * import { openRun, RunFormatError } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(openRun("there-is-no-such-folder"), RunFormatError);
 * ```
 */
export async function openRun(dir: string): Promise<Run> {
  const folder = resolve(dir);
  const file = join(folder, "run.json");
  const text = await readFile(file, "utf8").catch(async (error) => {
    if (error.code !== "ENOENT") throw new RunFormatError(file, `cannot be read: ${error.message}`);
    if (!await isFolder(folder)) {
      const partial = await isFolder(`${folder}.partial`)
        ? ` There is ${folder}.partial, which was cut short.`
        : "";
      throw new RunFormatError(folder, `there is no such Run folder.${partial}`);
    }
    throw new RunFormatError(
      file,
      folder.endsWith(".partial")
        ? "is missing: this Run was cut off before anything was measured."
        : "is missing, so this is not a Run folder.",
    );
  });
  let run: Run;
  try {
    run = JSON.parse(text);
  } catch (error) {
    throw new RunFormatError(file, `is not JSON: ${(error as Error).message}`);
  }
  const wrong = problem(run);
  if (wrong) throw new RunFormatError(file, wrong);
  upgrade(run);
  if (run.status === "complete" && folder.endsWith(".partial")) {
    run.status = "partial";
    run.warnings.push("The folder was not given its final name, so the Run counts as partial.");
  }
  const names = [...run.evaluations.map((e) => e.frame), run.final].filter((n) => n !== null);
  const missing = new Set<string>();
  for (const name of names) {
    // A run.json from elsewhere must not lead out of its folder.
    if (!/^frames\/[\w.-]+$/.test(name)) {
      throw new RunFormatError(file, `${JSON.stringify(name)} is not the name of a frame.`);
    }
    const size = await stat(join(folder, name)).then((s) => s.size, () => 0);
    if (size > 0) continue;
    if (run.status === "complete") {
      throw new RunFormatError(join(folder, name), "this frame is missing or empty.");
    }
    missing.add(name);
  }
  if (missing.size > 0) {
    for (const e of run.evaluations) if (e.frame && missing.has(e.frame)) e.frame = null;
    if (run.final && missing.has(run.final)) run.final = null;
    run.warnings.push(`${missing.size} frames were not written before the Run was cut short.`);
  }
  run.dir = folder;
  return run;
}

/** Completes a Run of the first schema, which knew one way to capture. */
function upgrade(run: any): void {
  if (run.schema === "kgen.run/2") return;
  const { way = "previews", jobs = [], clock = null, calls = null } = run;
  Object.assign(run, { schema: "kgen.run/2", way, jobs, clock, calls });
}

/** Says what is wrong with the content of a run.json, or null. */
function problem(run: any): string | null {
  if (run === null || typeof run !== "object" || Array.isArray(run)) return "holds no Run.";
  if (run.schema !== "kgen.run/1" && run.schema !== "kgen.run/2") {
    return `has schema ${
      JSON.stringify(run.schema)
    }; this version of the kit reads "kgen.run/1" and "kgen.run/2".`;
  }
  if (!statuses.includes(run.status)) {
    return `has status ${JSON.stringify(run.status)}, not one of ${statuses.join(", ")}.`;
  }
  for (const name of ["evaluations", "phases", "warnings", "notes", "adapted"]) {
    if (!Array.isArray(run[name])) return `${name} is missing or not a list.`;
  }
  for (const name of ["times", "host", "workflow", "versions"]) {
    if (run[name] === null || typeof run[name] !== "object") return `${name} is missing.`;
  }
  if (typeof run.id !== "string" || typeof run.created !== "string") return "has no id or date.";
  if (!Number.isFinite(run.nfe)) return "nfe is not a number.";
  if (run.schema === "kgen.run/2") {
    if (!ways.includes(run.way)) {
      return `has way ${JSON.stringify(run.way)}, not one of ${ways.join(", ")}.`;
    }
    if (!Array.isArray(run.jobs)) return "jobs is missing or not a list.";
  }
  for (const [i, e] of run.evaluations.entries()) {
    for (const name of ["step", "evals", "nfe", "t", "tJob"]) {
      if (!Number.isFinite(e?.[name])) return `evaluations[${i}].${name} is not a number.`;
    }
    if (e.frame !== null && typeof e.frame !== "string") {
      return `evaluations[${i}].frame is no name.`;
    }
  }
  return null;
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then((s) => s.isDirectory(), () => false);
}

/** Runs, and the folders beside them that could not be opened. */
export type RunList = Run[] & { unreadable: { dir: string; error: string }[] };

/**
 * Every Run in a folder, newest last. What cannot be opened is listed in `unreadable` and stops
 * nothing. A folder that does not exist has no Runs.
 *
 * @example
 * ```ts
 * import { listRuns } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.equal((await listRuns("there-is-no-such-folder")).length, 0);
 * ```
 */
export async function listRuns(dir: string): Promise<RunList> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const runs: Run[] = [];
  const unreadable: RunList["unreadable"] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const folder = join(dir, entry.name);
    try {
      runs.push(await openRun(folder));
    } catch (error) {
      unreadable.push({ dir: folder, error: (error as Error).message });
    }
  }
  runs.sort((a, b) =>
    a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : 1
  );
  return Object.assign(runs, { unreadable });
}
