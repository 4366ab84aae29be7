import { join } from "node:path";
import { openRun, type Run } from "@kgen/capture";
import type { SweepFolder } from "./folder.ts";
import type { CellRecord } from "./record.ts";
import { type Row, runRow } from "./run_row.ts";

/** What the Run folders of a sweep give to the tables of its data set. */
export interface RunRows {
  runs: Row[];
  evaluations: Row[];
  /** Short names by prompt, in the order in which the prompts were first used. */
  prompts: Map<string, string>;
  /** Unix time of the first submission, ms, by session: the zero of the session's times. */
  began: Map<number, number>;
  /** Runs that are recorded as done and cannot be opened. */
  unreadable: { run: string; error: string }[];
}

/** Opens every Run that was recorded as done, in order, and makes its rows. */
export async function runRows(
  folder: SweepFolder,
  records: readonly CellRecord[],
  further: (run: Run) => Row = () => ({}),
): Promise<RunRows> {
  const runs: Row[] = [], evaluations: Row[] = [];
  const prompts = new Map<string, string>();
  const began = new Map<number, number>();
  const unreadable: RunRows["unreadable"] = [];
  for (const record of records.filter((r) => r.status === "done" && r.run !== null)) {
    let run: Run;
    try {
      run = await openRun(join(folder.runs, record.run!));
    } catch (error) {
      unreadable.push({ run: record.run!, error: (error as Error).message });
      continue;
    }
    if (!prompts.has(run.prompt)) prompts.set(run.prompt, `p${prompts.size + 1}`);
    const submitted = Date.parse(run.created);
    if (!began.has(record.session)) began.set(record.session, submitted);
    runs.push({
      ...await runRow(record, run),
      t_s: (submitted - began.get(record.session)!) / 1000,
      prompt: prompts.get(run.prompt)!,
      ...further(run),
    });
    evaluations.push(...run.evaluations.map((e) => ({
      run: record.run,
      step: e.step,
      nfe: e.nfe,
      t_job_s: e.tJob,
      sigma: e.sigma,
    })));
  }
  return { runs, evaluations, prompts, began, unreadable };
}

/** The row of a cell that failed. */
export function failedRow(r: CellRecord): Row {
  return {
    cell: r.id,
    group: r.warmUp ? "warm-up" : r.cell.group,
    tag: r.cell.tag,
    repeat: r.cell.repeat,
    code: r.reason?.code ?? null,
    message: r.reason?.message.replace(/\s*\n\s*/g, " ") ?? null,
    attempts: r.attempts,
    session: r.session,
    order: r.order,
    run: r.run,
  };
}
