import type { FrameRow } from "@kgen/tables";
import { KineticsError } from "./errors.ts";

/** The rows of one metric, one run and one reference, by step; every doubt about them is an error. */
export function runRows(
  rows: readonly FrameRow[],
  metric: string,
  run?: string,
  reference?: string,
): FrameRow[] {
  if (rows.length === 0) throw new KineticsError("bad table", "The table of frames is empty.");
  const list = (
    key: "metric" | "run" | "reference",
    of: readonly FrameRow[],
  ) => [...new Set(of.map((r) => r[key]))];
  const scored = rows.filter((r) => r.metric === metric);
  if (scored.length === 0) {
    throw new KineticsError(
      "no such metric",
      `The table has no rows of the metric "${metric}". It has: ${
        list("metric", rows).join(", ")
      }. ` +
        `Score the run with it first.`,
    );
  }
  const runs = list("run", scored);
  if (run === undefined && runs.length > 1) {
    throw new KineticsError(
      "several runs",
      `The table holds ${runs.length} runs (${few(runs)}) and completeness is of one. ` +
        `Name it: completeness(frames, "${metric}", { run: "${runs[0]}" }).`,
    );
  }
  if (run !== undefined && !runs.includes(run)) {
    throw new KineticsError("no such run", `The table has no run "${run}". It has: ${few(runs)}.`);
  }
  const ofRun = scored.filter((r) => run === undefined || r.run === run);
  const references = list("reference", ofRun);
  if (reference === undefined ? references.length > 1 : !references.includes(reference)) {
    throw new KineticsError(
      reference === undefined ? "several references" : "no such reference",
      `Run ${ofRun[0].run} is scored by ${metric} against ${few(references)}` +
        (reference === undefined
          ? `, and completeness is against one. Name it: { reference: "${references[0]}" }.`
          : `, not against "${reference}".`),
    );
  }
  const mine = ofRun.filter((r) => reference === undefined || r.reference === reference)
    .sort((a, b) => a.step - b.step);
  mine.forEach((row, i) => {
    if (!Number.isFinite(row.t_s)) {
      throw new KineticsError(
        "no time",
        `Step ${row.step} of run ${row.run} has no time (t_s is ${row.t_s}).`,
      );
    }
    if (i === 0) return;
    if (row.step === mine[i - 1].step) {
      throw new KineticsError(
        "bad table",
        `Step ${row.step} of run ${row.run} stands twice in the table for ${metric}. Keep one of them.`,
      );
    }
    if (row.t_s < mine[i - 1].t_s) {
      throw new KineticsError("no time", `Run ${row.run}: time goes back at step ${row.step}.`);
    }
  });
  return mine;
}

const few = (names: string[]) =>
  names.slice(0, 4).join(", ") + (names.length > 4 ? ` and ${names.length - 4} more` : "");
