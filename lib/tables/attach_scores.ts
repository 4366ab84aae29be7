import { frameRow, type RowStart, runColumns, type ScoredRun } from "./run_columns.ts";
import { type ImportedScore, metricOrUnknown } from "@kgen/quality";
import { COLUMNS, type FrameRow } from "./schema.ts";

/** A score that belongs to no evaluation, and why. */
export interface UnmatchedScore {
  file: string;
  metric: string;
  value: number;
  why: string;
}

/** Rows, and what is to be known of them. */
export type AttachedScores = FrameRow[] & {
  /** The scores that found no evaluation. */
  unmatched: UnmatchedScore[];
  /** Metrics of which nobody said which way is better. */
  warnings: string[];
};

/**
 * Joins imported scores to the evaluations of runs by the name of the file. What belongs to no evaluation,
 * or could belong to several, is listed in `unmatched` with the reason.
 *
 * Fields in `extra` become further columns; `extra.reference`, where there is one, is the reference.
 *
 * @param runs one Run or several
 * @param imported what `importScores` of @kgen/quality gives, or its rows
 *
 * @example
 * ```ts
 * import { attachScores } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const rows = await attachScores([], [
 *   { file: "frames/001.png", metric: "niqe", value: 5.1, tool: "pyiqa" },
 * ]);
 * assert.equal(rows.length, 0);
 * assert.match(rows.unmatched[0].why, /no run here/);
 * ```
 */
export async function attachScores(
  runs: ScoredRun | readonly ScoredRun[],
  imported: readonly ImportedScore[] | { rows: readonly ImportedScore[] },
): Promise<AttachedScores> {
  const all = Array.isArray(runs) ? runs as ScoredRun[] : [runs as ScoredRun];
  const starts = new Map<string, Map<number, RowStart>>();
  for (const run of all) starts.set(run.id, await runColumns(run));
  const rows: FrameRow[] = [];
  const unmatched: UnmatchedScore[] = [];
  const seen = new Set<string>();
  const scores = "rows" in imported ? imported.rows : imported;
  for (const score of scores) {
    const { file, metric, value } = score;
    const leave = (why: string) => unmatched.push({ file, metric, value, why });
    if (score.set) {
      leave("It is the score of a set of pictures, not of one frame.");
      continue;
    }
    const found = evaluationOf(all, file);
    if (typeof found === "string") {
      leave(found);
      continue;
    }
    const { run, step } = found;
    const key = JSON.stringify([run.id, step, metric, score.tool, score.version ?? ""]);
    if (seen.has(key)) {
      leave(`Run ${run.id}, step ${step} has a score by ${metric} already; this one is left out.`);
      continue;
    }
    seen.add(key);
    const tool = score.version ? `${score.tool} ${score.version}` : score.tool;
    const row = frameRow(starts.get(run.id)!.get(step)!, {
      metric,
      value,
      reference: referenceOf(score),
      tool,
    });
    rows.push({ ...row, ...extraColumns(score.extra ?? {}) });
  }
  const unknown = [...new Set(rows.map((r) => r.metric))].map(metricOrUnknown)
    .flatMap((m) => m.known ? [] : [m.warning]);
  return Object.assign(rows, { unmatched, warnings: unknown });
}

/** The evaluation whose frame this is; in words, why there is none. */
function evaluationOf(
  runs: readonly ScoredRun[],
  file: string,
): { run: ScoredRun; step: number } | string {
  const parts = file.replaceAll("\\", "/").split("/").filter((p) => p !== "" && p !== ".");
  const own = runs.filter((run) => parts.slice(0, -1).some((p) => namesOf(run).includes(p)));
  // A folder that is named says which run is meant, also when that one is not here.
  const before = parts.slice(0, -1).filter((p) => p !== "frames").at(-1);
  const candidates = own.length > 0 ? own : before === undefined || runs.length === 1 ? runs : [];
  const matches = candidates.flatMap((run) =>
    run.evaluations.filter((e) => e.frame !== null && e.frame.split("/").at(-1) === parts.at(-1))
      .map((e) => ({ run, step: e.step }))
  );
  if (matches.length === 1) return matches[0];
  if (matches.length > 1) {
    const ids = matches.slice(0, 3).map((m) => m.run.id).join(", ");
    return `${matches.length} evaluations have a frame of that name (${ids}...). Name it RUN/frames/001.png.`;
  }
  if (candidates.some((run) => run.final?.split("/").at(-1) === parts.at(-1))) {
    return "It is the saved picture of a run, not the frame of an evaluation.";
  }
  if (candidates.length === 0) {
    return before === undefined
      ? "There is no run here."
      : `There is no run here called ${before}.`;
  }
  return candidates.length === 1
    ? `Run ${candidates[0].id} has no frame ${parts.at(-1)}.`
    : `None of the ${candidates.length} runs has a frame ${parts.at(-1)}.`;
}

/** The id of the run, and the name of its folder. */
function namesOf(run: ScoredRun): string[] {
  const folder = run.dir?.replaceAll("\\", "/").split("/").filter((p) => p !== "").at(-1);
  return folder === undefined ? [run.id] : [run.id, folder];
}

function referenceOf({ metric, extra }: ImportedScore): string {
  if (typeof extra?.reference === "string") return extra.reference;
  const known = metricOrUnknown(metric);
  return known.known && !known.reference ? "none" : "as imported";
}

/** The extra fields, renamed where the schema has that name. */
function extraColumns(extra: Record<string, string | number | boolean>) {
  return Object.fromEntries(
    Object.entries(extra).filter(([name]) => name !== "reference")
      .map(([name, v]) => [COLUMNS.some((c) => c.name === name) ? `${name}_imported` : name, v]),
  );
}
