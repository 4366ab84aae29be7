import { existsSync, readdirSync } from "node:fs";
import { capture, openRun, type Progress, type Run } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { join } from "node:path";
import type { Cell } from "./cell.ts";
import type { SweepFolder } from "./folder.ts";
import { type Plan, workflowOfCell } from "./plan.ts";
import type { Readings } from "./readings.ts";

/** What a run of a cell needs. */
export interface CellContext {
  host: Host;
  plan: Pick<Plan, "workflows">;
  folder: SweepFolder;
  telemetry?: Readings;
  signal?: AbortSignal;
  onProgress?: (p: Progress) => void;
  /** In place of capture(), for tests. */
  capture?: typeof capture;
}

/** Name of the Run folder of a cell: place in the sweep, and which cell. */
export function runName(session: number, order: number, cell: Cell, warmUp = false): string {
  const place = `s${session}-${String(order).padStart(4, "0")}`;
  return `${place}-${warmUp ? "warmup-" : ""}${cell.id.slice(0, 12)}`;
}

/**
 * One run of a cell, into the sweep's `runs` folder. Throws what capture() throws.
 *
 * The cell says nothing about the host: the same function serves a worker on any of many hosts.
 */
export async function runCell(cell: Cell, name: string, c: CellContext): Promise<Run> {
  const { store: _, ...choice } = cell.capture;
  const options = {
    ...cell.changes,
    seed: cell.seed,
    ...choice,
    out: c.folder.runs,
    name,
    signal: c.signal,
    onProgress: c.onProgress,
    telemetry: c.telemetry ?? "none",
  };
  return await (c.capture ?? capture)(c.host, workflowOfCell(c.plan, cell), options as any);
}

/**
 * The complete Run of a cell that was made and not recorded, because the process ended between the two;
 * null when there is none.
 */
export async function unrecordedRun(cell: Cell, folder: SweepFolder): Promise<Run | null> {
  if (!existsSync(folder.runs)) return null;
  const ending = `-${cell.id.slice(0, 12)}`;
  for (const name of readdirSync(folder.runs)) {
    if (!name.endsWith(ending) || name.includes("-warmup-")) continue;
    const run = await openRun(join(folder.runs, name)).catch(() => null);
    if (run !== null && isWhole(run)) return run;
  }
  return null;
}

/** Whether a run of the cell was begun before: its folder is there, whole or not. */
export function isBegun(cell: Cell, folder: SweepFolder): boolean {
  const part = `-${cell.id.slice(0, 12)}`;
  return existsSync(folder.runs) &&
    readdirSync(folder.runs).some((n) => n.includes(part) && !n.includes("-warmup-"));
}

/** Whether a Run counts as the result of its cell. */
export function isWhole(run: Run): boolean {
  return run.status === "complete" && run.evaluations.length > 0;
}
