import type { CompletenessOptions } from "@kgen/kinetics";
import { type FrameLike, type FrameRow, rowsOf } from "@kgen/tables";
import { type Figure, FigureError } from "./figure.ts";
import { completenessCells, type HeatCell, heatRows } from "./heat_cells.ts";
import { drawHeat } from "./heat_panel.ts";
import { layOut } from "./layout.ts";
import { directionText, type MetricWords, notes } from "./metric_words.ts";
import { significant } from "./number_text.ts";

export type { HeatCell } from "./heat_cells.ts";

/** Settings of {@linkcode promptStepHeat}. */
export interface PromptStepHeatOptions {
  /** Which metric of the rows: its name, or `metric(name)` of @kgen/quality. */
  metric?: string | MetricWords;
  /** "I" (default): the metric scaled to completeness, run by run. "score": the metric as it is. */
  show?: "I" | "score";
  /** How I is scaled, see `completeness`. */
  completeness?: CompletenessOptions;
  /** Name of the values, with their unit, where cells are given. */
  label?: string;
  /** Rows at most, default 40; the figure says how many it leaves out. */
  most?: number;
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/**
 * Heat map of prompts by steps: which prompts are finished early, which late. Runs of one prompt (its seeds) are
 * averaged. Long prompts are cut; their full text is in the title of the row and in the alt text. A cell without a
 * value is hatched.
 *
 * @param data rows of `scoreRows`, the frame of `score`, or cells {prompt, step, value} of any quantity
 * @throws {FigureError} no rows, no values, a metric that is not there, or a step that is no whole number
 *
 * @example
 * ```ts
 * import { promptStepHeat } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const cells = ["red apple", "樱花"].flatMap((prompt, p) =>
 *   [1, 2, 3].map((step) => ({ prompt, step, value: step / (3 + p) }))
 * );
 * assert.match(promptStepHeat(cells, { label: "completeness, I" }).svg, /樱花/);
 * ```
 */
export function promptStepHeat(
  data: FrameLike | readonly FrameRow[] | readonly HeatCell[],
  options: PromptStepHeatOptions = {},
): Figure {
  const { cells, label, problems, scaled } = cellsOf(data, options);
  const { steps, rows } = heatRows(cells);
  const finite = rows.flatMap((r) => r.values).filter((v) => v !== null && Number.isFinite(v));
  if (finite.length === 0) {
    throw new FigureError(
      `None of the ${cells.length} cells has a value to draw. ${problems[0] ?? ""}`,
    );
  }
  const most = options.most ?? 40;
  const drawn = rows.slice(0, most);
  const values = drawn.flatMap((r) => r.values).filter((v) => v !== null && Number.isFinite(v));
  const domain: [number, number] = scaled
    ? [Math.min(0, ...values as number[]), Math.max(1, ...values as number[])]
    : [Math.min(...values as number[]), Math.max(...values as number[])];
  const counts = [...new Set(drawn.flatMap((r) => r.counts).filter((c) => c > 0))];
  const empty = drawn.flatMap((r) => r.values).filter((v) => v === null).length;
  const range = counts.length === 1
    ? `${counts[0]}`
    : `${Math.min(...counts)} to ${Math.max(...counts)}`;
  const caption = [
    Math.max(...counts) > 1 ? `Each cell is the mean of ${range} runs.` : "",
    empty > 0
      ? `Hatched: ${empty} of ${
        drawn.length * steps.length
      } cells have no value (a shorter run, or no score).`
      : "",
    rows.length > most
      ? `${most} of ${rows.length} rows are drawn; choose prompts to see the others.`
      : "",
    ...problems.slice(0, 3),
    problems.length > 3 ? `${problems.length - 3} more runs could not be scaled.` : "",
    ...notes(options.note),
  ].filter((t) => t !== "");
  const title = options.title ?? `${capital(label)}, by prompt and step`;
  const alt = `${title}. Heat map. ` +
    drawn.map((r) =>
      `${r.prompt || "no prompt"}: ${
        r.values.map((v) => v === null ? "none" : significant(v, 2)).join(", ")
      }`
    ).join("; ") + `. ${caption.join(" ")}`;
  const ends: [number, number] = [round(domain[0]), round(domain[1])];
  const prompts = new Set(cells.map((c) => c.prompt)).size;
  const subtitle = `${prompts} ${prompts === 1 ? "prompt" : "prompts"}, ` +
    `steps ${steps[0]} to ${steps[steps.length - 1]}`;
  return layOut({
    title,
    subtitle,
    alt,
    legend: [],
    ramp: { text: label, domain: ends },
    panels: [drawHeat(drawn, steps, domain)],
    caption,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function round(v: number): number {
  return Number(v.toPrecision(3));
}

function cellsOf(
  data: FrameLike | readonly FrameRow[] | readonly HeatCell[],
  { metric, show = "I", completeness = {}, label }: PromptStepHeatOptions,
): { cells: HeatCell[]; label: string; problems: string[]; scaled: boolean } {
  const all = (Array.isArray(data) ? data : rowsOf(data as FrameLike)) as (FrameRow & HeatCell)[];
  if (all.length === 0) throw new FigureError("There are no rows to draw.");
  const names = [...new Set(all.map((r) => r.metric).filter((m) => m !== undefined))];
  const asGiven = { problems: [], scaled: false };
  if (names.length === 0) return { cells: all, label: label ?? "value", ...asGiven };
  const words: MetricWords | undefined = typeof metric === "string" ? { name: metric } : metric;
  const name = words?.name ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined || !names.includes(name)) {
    const asked = name === undefined ? "Say which metric" : `There is no metric "${name}"`;
    throw new FigureError(`${asked}; the rows have ${names.join(", ")}.`);
  }
  const mine = all.filter((r) => r.metric === name);
  const spoken = words?.label ?? name;
  if (show === "score") {
    const unit = words?.unit ? ` (${words.unit})` : "";
    const better = words?.direction ? `, ${directionText(words.direction)}` : "";
    return { cells: mine, label: label ?? `${spoken}${unit}${better}`, ...asGiven };
  }
  const made = completenessCells(mine, name, completeness);
  // Only I is known to go from 0 to 1.
  return { ...made, label: label ?? `completeness I by ${spoken}`, scaled: true };
}
