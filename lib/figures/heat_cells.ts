import { completeness, type CompletenessOptions } from "@kgen/kinetics";
import type { FrameRow } from "@kgen/tables";
import { FigureError } from "./figure.ts";

/** A value of one prompt at one step; several of one place (seeds) are averaged. */
export interface HeatCell {
  prompt: string;
  step: number;
  /** null and NaN: there is none. */
  value: number | null;
  /** Where there are several, each has rows of its own: runs of 8 and of 30 steps have no common mean. */
  variant?: string;
}

/** One row of the heat map. */
export interface HeatRow {
  prompt: string;
  /** Mean at each of the steps; null where nothing is known. */
  values: (number | null)[];
  /** How many values each mean is of. */
  counts: number[];
}

/** Prompts (of each variant) in order of appearance by all steps there are. */
export function heatRows(cells: readonly HeatCell[]): { steps: number[]; rows: HeatRow[] } {
  if (cells.length === 0) throw new FigureError("There are no cells to draw.");
  cells.forEach(({ prompt, step }, i) => {
    if (typeof prompt !== "string" || !Number.isInteger(step)) {
      throw new FigureError(
        `cells: row ${i + 1} has prompt ${JSON.stringify(prompt)} and step ${step}; ` +
          `a text and a whole number have a place.`,
      );
    }
  });
  const steps = [...new Set(cells.map((c) => c.step))].sort((a, b) => a - b);
  const several = new Set(cells.map((c) => c.variant)).size > 1;
  const nameOf = ({ prompt, variant }: HeatCell) =>
    several && variant !== undefined ? `${variant}: ${prompt}` : prompt;
  const variants = [...new Set(cells.map((c) => c.variant))];
  // sort keeps the order of appearance within a variant
  const ordered = [...cells].sort((a, b) =>
    several ? variants.indexOf(a.variant) - variants.indexOf(b.variant) : 0
  );
  const prompts = [...new Set(ordered.map(nameOf))];
  const rows = prompts.map((prompt) => {
    const mine = cells.filter((c) => nameOf(c) === prompt);
    const groups = steps.map((s) =>
      mine.filter((c) => c.step === s && typeof c.value === "number" && !Number.isNaN(c.value))
        .map((c) => c.value!)
    );
    return {
      prompt,
      values: groups.map((g) => g.length === 0 ? null : g.reduce((a, b) => a + b) / g.length),
      counts: groups.map((g) => g.length),
    };
  });
  return { steps, rows };
}

/** Completeness of every run among the rows, as cells; a run that has none is told in `problems`. */
export function completenessCells(
  rows: readonly FrameRow[],
  metric: string,
  options: CompletenessOptions,
): { cells: HeatCell[]; problems: string[] } {
  const cells: HeatCell[] = [], problems: string[] = [];
  for (const run of new Set(rows.map((r) => r.run))) {
    const mine = rows.filter((r) => r.run === run);
    const { prompt, variant } = mine[0];
    try {
      const c = completeness(mine, metric, { ...options, run });
      cells.push(...c.points.map(({ step, I }) => ({ prompt, variant, step, value: I })));
    } catch (error) {
      problems.push(`Run ${run}: ${(error as Error).message}`);
      cells.push(...mine.map(({ step }) => ({ prompt, variant, step, value: null })));
    }
  }
  return { cells, problems };
}
