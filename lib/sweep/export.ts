import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { openRun, type Run } from "@kgen/capture";
import { csvFormatRows } from "d3-dsv";
import {
  type Column,
  evaluationColumns,
  failedColumns,
  promptColumns,
  runColumns,
  telemetryColumns,
} from "./columns.ts";
import { SweepFolder } from "./folder.ts";
import type { CellRecord } from "./record.ts";
import { type Row, runRow } from "./run_row.ts";
import { telemetryRows } from "./telemetry_rows.ts";
import { writeWhole } from "./write_whole.ts";

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
  const unreadable: Exported["unreadable"] = [];
  const runs: Row[] = [], evaluations: Row[] = [];
  const prompts = new Map<string, string>();
  const began = new Map<number, number>();
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
      ...o.columns?.of(run),
    });
    evaluations.push(...run.evaluations.map((e) => ({
      run: record.run,
      step: e.step,
      nfe: e.nfe,
      t_job_s: e.tJob,
      sigma: e.sigma,
    })));
  }
  const sessions = folder.sessions();
  const telemetry = sessions.flatMap(({ session, started }) =>
    telemetryRows(
      join(dir, "sessions", `${session}.telemetry.csv`),
      session,
      began.get(session) ?? Date.parse(started),
    )
  );
  const extra = new Set(records.flatMap((r) => Object.keys(r.extra ?? {})));
  const known = new Set(runColumns.map(([name]) => name));
  const ownColumns: Column[] = [
    ...runColumns,
    ...o.columns?.columns ?? [],
    ...[...extra].filter((name) => !known.has(name)).map((name): Column => [
      name,
      records.every((r) => typeof (r.extra?.[name] ?? 0) === "number") ? "number" : "string",
      "of this kind of sweep",
    ]),
  ];
  const tables: [string, string, Column[], Row[]][] = [
    ["runs", "Runs", ownColumns, runs],
    ["evaluations", "Evaluations", evaluationColumns, evaluations],
    ["telemetry", "Telemetry", telemetryColumns, telemetry],
    ["prompts", "Prompts", promptColumns, [...prompts].map(([text, prompt]) => ({ prompt, text }))],
    [
      "failed",
      "Cells that failed",
      failedColumns,
      records.filter((r) => r.status === "failed").map(failedRow),
    ],
  ];
  const resources = tables.map(([name, title, columns, rows]) => {
    const text = tableText(columns, rows);
    writeWhole(join(dir, `${name}.csv`), text);
    return resource(name, title, columns, text);
  });
  const last = sessions.at(-1);
  writeWhole(
    join(dir, "datapackage.json"),
    JSON.stringify(
      {
        name: plan.name.toLowerCase().replace(/[^a-z0-9._-]+/g, "-"),
        title: plan.name,
        description:
          `${runs.length} runs in ${sessions.length} sessions, recorded by kgen sweep. ` +
          "Leave out the group warm-up and cold starts when computing rates.",
        created: sessions[0]?.started.slice(0, 10) ?? "",
        sources: [{ title: "Recorded by kgen sweep" }],
        conditions: {
          plan: plan.hash,
          host: last?.url ?? "",
          ...last?.versions,
          telemetry: last ? last.telemetry.word || last.telemetry.source : "",
        },
        resources,
      },
      null,
      2,
    ) + "\n",
  );
  return {
    dir,
    rows: Object.fromEntries(tables.map(([name, , , rows]) => [name, rows.length])),
    runs,
    unreadable,
  };
}

function tableText(columns: Column[], rows: Row[]): string {
  const names = columns.map(([name]) => name);
  const cells = rows.map((row) => names.map((name) => String(row[name] ?? "")));
  return csvFormatRows([names, ...cells]) + "\n";
}

function resource(name: string, title: string, columns: Column[], text: string) {
  return {
    name,
    path: `${name}.csv`,
    title,
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    bytes: Buffer.byteLength(text),
    hash: `sha256:${createHash("sha256").update(text).digest("hex")}`,
    schema: { fields: columns.map(([name, type, description]) => ({ name, type, description })) },
  };
}

function failedRow(r: CellRecord): Row {
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
