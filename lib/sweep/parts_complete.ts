import { existsSync } from "node:fs";
import { join } from "node:path";
import { openRun } from "@kgen/capture";
import { NoDuckError } from "@kgen/tables";
import { SweepFolder } from "./folder.ts";
import { scoresFor } from "./parts_commit.ts";
import { partRows } from "./parts_rows.ts";
import { partPath, writePart } from "./parts_write.ts";

/**
 * Makes the parts that a sweep lacks, from its Run folders: of a temperature sweep, or of one made before there were parts.
 *
 * @returns how many were made; Runs that cannot be opened are told and left out
 * @throws SweepError "disk", NoDuckError
 */
export async function completeParts(
  dir: string,
  say: (word: string) => void = () => {},
): Promise<number> {
  const folder = new SweepFolder(dir);
  const plan = folder.require();
  let made = 0;
  for (const record of folder.records()) {
    const path = partPath(folder, record.id);
    if (record.status !== "done" || record.run === null || existsSync(path)) continue;
    try {
      const run = await openRun(join(folder.runs, record.run));
      const rows = await partRows(record, run, await scoresFor(run, plan, say));
      folder.make();
      if (await writePart(path, rows, record)) made++;
    } catch (error) {
      if (error instanceof NoDuckError || (error as { code?: string }).code === "disk") throw error;
      say((error as Error).message);
    }
  }
  return made;
}
