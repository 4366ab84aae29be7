import { existsSync } from "node:fs";
import type { Run } from "@kgen/capture";
import type { SweepFolder } from "./folder.ts";
import { partRows, partScores } from "./parts_rows.ts";
import { partPath, recordInPart, writePart } from "./parts_write.ts";
import type { CellRecord } from "./record.ts";
import { isWhole } from "./run_cell.ts";
import type { FrameRow } from "@kgen/tables";

/**
 * Commits how a cell ended: its part, which decides, and then its record. Of two that finish the same cell the first
 * to write the part wins; whoever comes after, or restarts after a crash between the two, writes the record of that part.
 * The Run folder must be in its place before.
 *
 * @param alone nobody else writes to the folder: a cell that fails once more gets its new reason
 * @returns the record that stands
 * @throws SweepError "disk"
 */
export async function commitCell(
  folder: SweepFolder,
  record: CellRecord,
  run: Run | null,
  scores: readonly FrameRow[] = [],
  alone = false,
): Promise<CellRecord> {
  if (record.warmUp || alone && record.status === "failed") {
    folder.commit(record);
    return record;
  }
  const path = partPath(folder, record.id);
  if (record.status === "done" && run !== null && isWhole(run)) {
    const rows = await partRows(record, run, scores);
    if (await writePart(path, rows, record)) return folder.commitOnce(record);
  }
  return folder.commitOnce(existsSync(path) ? await recordInPart(path) : record);
}

/** How a cell ended, by its record or by a part whose record was not yet written; null when it has not. */
export async function endOf(folder: SweepFolder, id: string): Promise<CellRecord | null> {
  const record = folder.record(id);
  if (record?.status === "done") return record;
  const path = partPath(folder, id);
  if (!existsSync(path)) return record;
  return folder.commitOnce(await recordInPart(path));
}

/** The scores that go into a part, by the metrics of a plan. */
export function scoresFor(
  run: Run,
  plan: { metrics?: string[] },
  say?: (word: string) => void,
): Promise<FrameRow[]> {
  return partScores(run, plan.metrics ?? ["rmse"], say);
}
