import type { Run } from "@kgen/capture";
import type { Cell } from "./cell.ts";
import type { Judgement } from "./judge.ts";
import type { CellRecord } from "./record.ts";

/** Further columns of a run's row in the data set, made when it has ended. */
export type Extra = (run: Run | null) => NonNullable<CellRecord["extra"]>;

/** How a cell came to its end. */
export interface Course {
  attempts: number;
  /** Of the last attempt. */
  seconds: number;
  warmUp?: boolean;
  loads?: boolean;
  /** The Run was made by an earlier process that did not record it. */
  adopted?: boolean;
  extra?: Extra;
}

/** The record of a cell that has ended. An adopted Run keeps the session and place in its folder's name. */
export function recordOf(
  cell: Cell,
  run: Run | null,
  fault: Judgement | null,
  course: Course,
  here: { session: number; order: number; url: string },
): CellRecord {
  const { session, order, url } = here;
  return {
    schema: "kgen.cell/1",
    id: cell.id,
    status: fault === null ? "done" : "failed",
    reason: fault && { code: fault.code, message: fault.message },
    run: folderName(run),
    cell,
    attempts: course.attempts,
    ...(course.adopted ? placeOf(run) : null) ?? { session, order },
    warmUp: course.warmUp ?? false,
    loads: course.loads ?? false,
    url,
    finished: new Date().toISOString(),
    ...course.extra ? { extra: course.extra(run) } : {},
  };
}

const folderName = (run: Run | null) => run?.dir?.split(/[\\/]/).at(-1) ?? null;

/** Session and place of a Run, by the name that runName() gave its folder. */
function placeOf(run: Run | null): { session: number; order: number } | null {
  const found = /^s(\d+)-(\d+)-/.exec(folderName(run) ?? "");
  return found && { session: Number(found[1]), order: Number(found[2]) };
}
