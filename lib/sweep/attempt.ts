import type { Run } from "@kgen/capture";
import { InterruptedError } from "@kgen/comfy";
import type { Cell } from "./cell.ts";
import { judge, type Judgement } from "./judge.ts";
import { notWhole } from "./not_whole.ts";
import { type CellContext, isWhole, runCell } from "./run_cell.ts";

/** One attempt at a cell. */
export interface Attempt {
  /** As far as it got. */
  run: Run | null;
  fault: Judgement | null;
  /** Whether it is one of the few that a cell gets. */
  counts: boolean;
}

/** Runs a cell once. Throws nothing: what capture() throws is judged. */
export async function attempt(cell: Cell, name: string, c: CellContext): Promise<Attempt> {
  try {
    const run = await runCell(cell, name, c);
    if (isWhole(run)) return { run, fault: null, counts: true };
    return { run, fault: notWhole(run), counts: true };
  } catch (error) {
    const run = (error as { run?: Run }).run ?? null;
    const fault = judge(error);
    if (error instanceof InterruptedError && c.signal?.aborted) {
      return { run, fault, counts: false };
    }
    // A host that was away before anything was queued has not failed at this cell.
    return { run, fault, counts: run !== null || fault.consequence !== "host" };
  }
}
