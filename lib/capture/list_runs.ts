import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { openRun } from "./open.ts";
import type { Run } from "./run.ts";

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
