import { checkPoints } from "./check.ts";
import { drawBars } from "./bars_panel.ts";
import { type Figure, FigureError } from "./figure.ts";
import { layOut } from "./layout.ts";
import { significant } from "./number_text.ts";
import { textWidth } from "./words.ts";

/** Pixels that a note may take at its bar. */
const NOTE = 220;

/** A rate of one variant on one card. */
export interface RateBar {
  variant: string;
  gpu: string;
  /** s⁻¹. */
  k: number;
  /** Interval of k, s⁻¹, where one is known. */
  lo?: number | null;
  hi?: number | null;
  /** Where it comes from: "table of the seed", "measured". */
  note?: string;
}

/** Words of {@linkcode rateBars}. */
export interface RateBarsOptions {
  title?: string;
  subtitle?: string;
  /** What is on the axis, with its unit. */
  label?: string;
  /** What the error bars are, "95 % interval" unless given. */
  interval?: string;
  caption?: string | readonly string[];
}

/**
 * Bars of k_gen by variant and card, the value at each bar and an error bar where an interval is known. Bars begin
 * at 0, cards keep their colour; rows stand as they are given, under their variant.
 *
 * @throws {FigureError} no rows, a k that is not a number from 0 up, an interval without k inside
 *
 * @example
 * ```ts
 * import { rateBars } from "@kgen/figures";
 * import { dataset } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const seed = dataset("seed/benchmark")
 *   .map((r) => ({ variant: r.model, gpu: r.gpu, k: r.nfe / r.time_s, note: "seed" }));
 * assert.match(rateBars(seed).svg, />11\.1</);
 * ```
 */
export function rateBars(rows: readonly RateBar[], options: RateBarsOptions = {}): Figure {
  checkPoints(rows, ["k"], "rates");
  rows.forEach((row, i) => check(row, i));
  const { interval = "95 % interval", label = "k_gen (s⁻¹)" } = options;
  const known = rows.some((r) => r.lo != null);
  const some = known && rows.some((r) => r.lo == null) ? " (where one is known)" : "";
  const title = options.title ?? "Generation rate constant by variant and GPU";
  const told = rows.map((r) => {
    const range = r.lo == null ? "" : ` (${significant(r.lo)} to ${significant(r.hi!)})`;
    return `${r.variant} on ${r.gpu} ${significant(r.k)}${range}${r.note ? `, ${r.note}` : ""}`;
  });
  const { bars, notes } = numbered(rows);
  const caption = [...[options.caption ?? []].flat(), ...notes];
  return layOut({
    title,
    subtitle: options.subtitle ?? (known ? `Error bars: ${interval}${some}` : ""),
    alt: [`${title}. Bars of ${label}: ${told.join("; ")}`, ...caption].join(". "),
    legend: [],
    panels: [drawBars(bars, label)],
    caption,
  });
}

/** Notes too long to stand at a bar go below, and their number to the bar. */
function numbered(rows: readonly RateBar[]): { bars: RateBar[]; notes: string[] } {
  const long = [...new Set(rows.map((r) => r.note ?? ""))].filter((n) => textWidth(n, 12) > NOTE);
  const bars = rows.map((row) => {
    const place = long.indexOf(row.note ?? "");
    return place < 0 ? { ...row } : { ...row, note: `[${place + 1}]` };
  });
  return { bars, notes: long.map((note, i) => `[${i + 1}] ${note}`) };
}

function check({ variant, gpu, k, lo, hi }: RateBar, i: number): void {
  const where = `rates: row ${i + 1} (${variant}, ${gpu})`;
  if (k < 0) throw new FigureError(`${where} has k = ${k}; a rate is 0 or more.`);
  if (lo == null && hi == null) return;
  if (lo != null && hi != null && Number.isFinite(hi) && lo <= k && k <= hi) return;
  throw new FigureError(
    `${where} has k = ${k} and an interval from ${lo} to ${hi}; give both ends, with k between them.`,
  );
}
