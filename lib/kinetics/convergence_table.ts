import { median, significant } from "@kgen/stats";
import type { Completeness } from "./completeness_types.ts";
import { t1 } from "./convergence_time.ts";

/** When one run converged, ready for `htmlTable`, `textTable` and `t1Summary`. */
export interface T1Row {
  run: string;
  prompt: string;
  /** Prompt complexity. */
  C: number;
  metric: string;
  /** s since the clock's start; null where I never stays above the threshold. */
  t1_s: number | null;
  step: number | null;
  nfe: number | null;
  note: string;
}

/**
 * {@link t1} of many runs, one row each, in their order.
 *
 * @param threshold as in `t1`: 0.95 unless given
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Completeness, t1Summary, t1Table } from "@kgen/kinetics";
 *
 * const run = (run: string, values: number[]) => ({
 *   run, prompt: "cat", metric: "rmse", C: 1,
 *   points: values.map((I, i) => ({ step: i + 1, nfe: i + 1, t: i / 10, I, used: true })),
 * }) as Completeness;
 * const rows = t1Table([run("a", [0, 0.96, 0.98]), run("b", [0, 0.5, 0.99]), run("c", [0, 0.5, 0.6])]);
 * assert.deepEqual(rows.map((r) => r.t1_s), [0.1, 0.2, null]);
 * assert.equal(t1Summary(rows).median_s, 0.2); // c comes after all others
 * ```
 */
export function t1Table(all: readonly Completeness[], threshold = 0.95): T1Row[] {
  return all.map((c) => {
    const found = t1(c, threshold);
    const top = Math.max(...c.points.filter((p) => Number.isFinite(p.I)).map((p) => p.I));
    const end = c.points.findLast((p) => Number.isFinite(p.I))?.I;
    return {
      run: c.run,
      prompt: c.prompt ?? "",
      C: c.C,
      metric: c.metric,
      t1_s: found?.t ?? null,
      step: found?.step ?? null,
      nfe: found?.nfe ?? null,
      note: found === null
        ? top >= threshold
          ? `fell back below: ends at ${significant(end, 3)}`
          : `never: I reaches ${significant(top, 3)}`
        : found.byConstruction
        ? "only the frame that is its own reference: shows nothing"
        : "",
    };
  });
}

/** What a table of t1 comes to. */
export interface T1Summary {
  runs: number;
  converged: number;
  /** s; runs that never converged come after all others. null where half or more never did. */
  median_s: number | null;
  words: string;
}

/** How many runs converged, and the median t1; runs that did not are counted, not dropped. */
export function t1Summary(rows: readonly T1Row[]): T1Summary {
  const times = rows.map((r) => r.t1_s ?? Infinity);
  const converged = times.filter(Number.isFinite).length;
  const middle = times.length === 0 ? Infinity : median(finite(times));
  const median_s = converged * 2 > times.length ? middle : null;
  return {
    runs: rows.length,
    converged,
    median_s,
    words: `${converged} of ${rows.length} runs converged` +
      (median_s === null
        ? converged === rows.length ? "." : "; half or more did not, so there is no median t1."
        : `; median t1 ${significant(median_s, 3)} s` +
          (converged < rows.length
            ? ", those that did not counted as later than all others."
            : ".")),
  };
}

/** Late ones as a number beyond all others, which the median of a majority never touches. */
function finite(times: number[]): number[] {
  const last = Math.max(0, ...times.filter(Number.isFinite));
  return times.map((t) => Number.isFinite(t) ? t : last + 1);
}
