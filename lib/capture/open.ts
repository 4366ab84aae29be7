import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RunFormatError } from "./errors.ts";
import type { Run } from "./run.ts";
import { parseRun } from "./run_json.ts";

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
    throw error.code === "ENOENT"
      ? await noRunIn(folder, file)
      : new RunFormatError(file, `cannot be read: ${error.message}`);
  });
  const run = parseRun(text, file);
  if (run.status === "complete" && folder.endsWith(".partial")) {
    run.status = "partial";
    run.warnings.push("The folder was not given its final name, so the Run counts as partial.");
  }
  await checkFrames(run, folder, file);
  run.dir = folder;
  return run;
}

/** Why there is no run.json. */
async function noRunIn(folder: string, file: string): Promise<RunFormatError> {
  if (!await isFolder(folder)) {
    const partial = await isFolder(`${folder}.partial`)
      ? ` There is ${folder}.partial, which was cut short.`
      : "";
    return new RunFormatError(folder, `there is no such Run folder.${partial}`);
  }
  return new RunFormatError(
    file,
    folder.endsWith(".partial")
      ? "is missing: this Run was cut off before anything was measured."
      : "is missing, so this is not a Run folder.",
  );
}

/** A complete Run must have its frames. One that was cut short loses the names of those that are not there. */
async function checkFrames(run: Run, folder: string, file: string): Promise<void> {
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
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then((s) => s.isDirectory(), () => false);
}
