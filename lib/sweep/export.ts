import { join } from "node:path";
import type { Run } from "@kgen/capture";
import {
  type Column,
  evaluationColumns,
  failedColumns,
  hostColumns,
  promptColumns,
  runColumns,
  telemetryColumns,
} from "./columns.ts";
import { type Table, writeDatapackage } from "./datapackage.ts";
import { failedRow, type RunRows, runRows } from "./dataset_rows.ts";
import { SweepFolder } from "./folder.ts";
import type { Plan } from "./plan.ts";
import type { CellRecord, Session } from "./record.ts";
import type { Row } from "./run_row.ts";
import { telemetryRows } from "./telemetry_rows.ts";

export interface ExportOptions {
  /** Further columns of `runs`, at the end, from the Run: rates with intervals, for instance. */
  columns?: { columns: Column[]; of: (run: Run) => Row };
}

/** What an export wrote. */
export interface Exported {
  dir: string;
  /** Rows of each table. */
  rows: Record<string, number>;
  /** The rows of `runs`. */
  runs: Row[];
  /** Runs that are recorded as done and cannot be opened. */
  unreadable: { run: string; error: string }[];
}

/**
 * Makes the data set of a sweep from its Run folders: `runs.csv`, `evaluations.csv`, `telemetry.csv`,
 * `prompts.csv`, `failed.csv` and `datapackage.json`, with the columns of the kit's recordings (data/h100) and
 * some more. It can be called at any time, also while the sweep runs, and gives the same again.
 *
 * @throws SweepError "format" when the folder is none of a sweep
 *
 * @example
 * ```ts
 * import { exportDataset } from "@kgen/sweep";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(exportDataset("no-such-folder"), /no sweep/);
 * ```
 */
export async function exportDataset(dir: string, o: ExportOptions = {}): Promise<Exported> {
  const folder = new SweepFolder(dir);
  const plan = folder.require();
  const records = [...folder.records(), ...folder.warmUps()].sort((a, b) =>
    a.session - b.session || a.order - b.order
  );
  const sessions = folder.sessions();
  const found = await runRows(folder, records, o.columns?.of);
  const { runs, unreadable } = found;
  const columns = [
    ...runColumns,
    ...o.columns?.columns ?? [],
    ...columnsOfKind(records),
    ...hostColumns,
  ];
  const tables = tablesOf(found, columns, sessionTelemetry(dir, sessions, found.began), records);
  writeDatapackage(dir, textsOf(plan, sessions, runs.length), tables);
  return {
    dir,
    rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows.length])),
    runs,
    unreadable,
  };
}

/** Columns that only this kind of sweep records, such as the bin of a temperature sweep. */
function columnsOfKind(records: readonly CellRecord[]): Column[] {
  const extra = new Set(records.flatMap((r) => Object.keys(r.extra ?? {})));
  const known = new Set(runColumns.map(([name]) => name));
  return [...extra].filter((name) => !known.has(name)).map((name) => [
    name,
    records.every((r) => typeof (r.extra?.[name] ?? 0) === "number") ? "number" : "string",
    "of this kind of sweep",
  ]);
}

function sessionTelemetry(
  dir: string,
  sessions: readonly Session[],
  began: RunRows["began"],
): Row[] {
  return sessions.flatMap(({ session, started }) =>
    telemetryRows(
      join(dir, "sessions", `${session}.telemetry.csv`),
      session,
      began.get(session) ?? Date.parse(started),
    )
  );
}

function tablesOf(
  { runs, evaluations, prompts }: RunRows,
  columns: Column[],
  telemetry: Row[],
  records: readonly CellRecord[],
): Table[] {
  return [
    { name: "runs", title: "Runs", columns, rows: runs },
    {
      name: "evaluations",
      title: "Evaluations",
      columns: evaluationColumns,
      rows: evaluations,
    },
    { name: "telemetry", title: "Telemetry", columns: telemetryColumns, rows: telemetry },
    {
      name: "prompts",
      title: "Prompts",
      columns: promptColumns,
      rows: [...prompts].map(([text, prompt]) => ({ prompt, text })),
    },
    {
      name: "failed",
      title: "Cells that failed",
      columns: failedColumns,
      rows: records.filter((r) => r.status === "failed").map(failedRow),
    },
  ];
}

/** Small letters, digits and . _ - only; a name that has none of these is replaced by the plan's hash. */
function packageName({ name, hash }: Plan): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return plain || `sweep-${hash.slice(0, 8)}`;
}

/** What `datapackage.json` says of the data set as a whole. */
function textsOf(plan: Plan, sessions: readonly Session[], runs: number) {
  const last = sessions.at(-1);
  return {
    name: packageName(plan),
    title: plan.name,
    description: `${runs} runs in ${sessions.length} sessions, recorded by kgen sweep. ` +
      "Leave out the group warm-up and cold starts when computing rates.",
    created: sessions[0]?.started.slice(0, 10) ?? "",
    sources: [{ title: "Recorded by kgen sweep" }],
    conditions: {
      plan: plan.hash,
      host: last?.url ?? "",
      ...last?.versions,
      telemetry: last ? last.telemetry.word || last.telemetry.source : "",
    },
  };
}
