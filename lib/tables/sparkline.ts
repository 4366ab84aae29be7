import { Drawing } from "./drawing.ts";
import { escapeHtml } from "./escape_html.ts";

/** How a {@linkcode sparkline} is drawn. */
export interface SparklineOptions {
  /** px; default 96 by 20. */
  width?: number;
  height?: number;
  /** Values at the lower and upper edge; default the lowest and highest that are finite. */
  range?: readonly [number, number];
}

const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * A small line of values for a cell of `htmlTable` (inline SVG, in the colour of the text) and of
 * `textTable` (blocks). null, NaN and infinite values are gaps, never 0.
 *
 * Rows that are to be compared need the same `range`; the option `sparklines` of the tables sees to that.
 *
 * @example
 * ```ts
 * import { sparkline, textTable } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const I = sparkline([0, 0.5, null, 1]);
 * assert.equal(I.text, "▁▅ █");
 * assert.match(textTable([{ run: "r1", I }]), /▁▅ █/);
 * ```
 */
export function sparkline(
  values: readonly (number | null | undefined)[],
  { width = 96, height = 20, range }: SparklineOptions = {},
): Drawing {
  const finite = values.filter((v): v is number => Number.isFinite(v));
  const [lo, hi] = range ?? spanOf(finite);
  // A flat line runs through the middle.
  const part = (v: number) => hi > lo ? Math.min(Math.max((v - lo) / (hi - lo), 0), 1) : 0.5;
  const text = values.map((v) =>
    Number.isFinite(v) ? BLOCKS[Math.min(Math.floor(part(v!) * 8), 7)] : " "
  )
    .join("");
  const x = (i: number) =>
    values.length < 2 ? width / 2 : 2 + i * (width - 4) / (values.length - 1);
  const y = (v: number) => height - 2 - part(v) * (height - 4);
  const pieces: string[] = [];
  let piece: string[] = [];
  const end = () => {
    // A point between two gaps is a line of no length, which its round ends make visible.
    if (piece.length > 0) pieces.push(`M${piece.join("L")}${piece.length === 1 ? "h0" : ""}`);
    piece = [];
  };
  values.forEach((v, i) => {
    if (Number.isFinite(v)) piece.push(`${short(x(i))},${short(y(v!))}`);
    else end();
  });
  end();
  const label = finite.length === 0
    ? "no values"
    : `${finite.length} of ${values.length} values, ${short(Math.min(...spanOf(finite)))} to ${
      short(Math.max(...spanOf(finite)))
    }, last ${values.at(-1) ?? "none"}`;
  const html =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(label)}" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" style="vertical-align:middle">` +
    `<title>${escapeHtml(label)}</title><path d="${
      pieces.join("")
    }" fill="none" stroke="currentColor" ` +
    `stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return new Drawing(html, text === "" ? "–" : text);
}

/** Lowest and highest of numbers, however many. */
export function spanOf(values: readonly number[]): [number, number] {
  let lo = Infinity, hi = -Infinity;
  for (const v of values) {
    if (v < lo) lo = v;
    if (v > hi) hi = v;
  }
  return [lo, hi];
}

const short = (v: number) => String(Number(v.toPrecision(4)));
