import type { FrameRow } from "@kgen/tables";
import { quantile, significant } from "@kgen/stats";

/**
 * When the clock starts, s. Both laws start with I = 0. With the first frame as baseline that is
 * its time; with a score of noise as baseline it was one step earlier.
 */
export function clockStart(
  rows: FrameRow[],
  baseline: "first frame" | number,
  notes: string[],
): number {
  const first = rows[0].t_s;
  if (baseline === "first frame" || rows.length < 2) return first;
  const steps = rows.slice(1).map((r, i) => r.t_s - rows[i].t_s);
  const step = quantile(steps, 0.5);
  notes.push(
    `The baseline is noise, before any evaluation, so the clock starts one step (the median, ` +
      `${significant(step)} s) before the first frame.`,
  );
  return first - step;
}
