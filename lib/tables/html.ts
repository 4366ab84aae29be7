import { escapeHtml } from "./escape_html.ts";
import type { FrameLike } from "./frame.ts";
import { type TableOptions, type TableView, viewOf } from "./view.ts";
import { cutText } from "./width.ts";

// No colour of its own but a grey that shows on white and on black: themes set the rest.
const LINE = "1px solid rgba(127,127,127,.45)";
const CELL = "padding:.25em .75em;white-space:nowrap;";
// Sentences: wide enough to be read, and not as long as they are.
const WRAPPED = "padding:.25em .75em;min-width:13em;max-width:44em;white-space:normal;";

/**
 * The rows as a plain HTML table: units in the heads, numbers to the right with digits chosen by
 * column, a note of how many rows are hidden. Cells may be made by `sparkline` and `thumbnail`. Inline styles only,
 * no script; readable on light and dark pages.
 *
 * @param data a danfojs frame or rows of any fields
 * @throws {TableError} when a column is asked for that is not there
 *
 * @example
 * ```ts
 * import { htmlTable } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const html = htmlTable([{ order: 1, k: 12.3456 }, { order: 2, k: 40 }], { units: { k: "s⁻¹" } });
 * assert.match(html, /^<table/);
 * assert.match(html, /12\.35/);
 * ```
 */
export function htmlTable(
  data: FrameLike | readonly object[],
  options: TableOptions = {},
): string {
  const view = viewOf(data, options);
  const most = options.maxText ?? 40;
  const style = "border-collapse:collapse;table-layout:auto;margin:.5em 0;color:inherit;" +
    "font-variant-numeric:tabular-nums";
  return `<table style="${style}">${caption(view)}${head(view)}${body(view, most)}${
    foot(view)
  }</table>`;
}

function caption({ title, folded }: TableView): string {
  const lines: string[] = [];
  if (title) lines.push(`<strong>${escapeHtml(title)}</strong>`);
  if (folded.length > 0) {
    const pairs = folded.map(([h, v]) => `${faint(h)} ${escapeHtml(v)}`);
    // Lines break between the pairs, and within one only when it is longer than a line.
    lines.push(
      pairs.map((p, i) =>
        `<span style="display:inline-block">${p}${i < pairs.length - 1 ? " ·" : ""}</span>`
      ).join(" "),
    );
  }
  if (lines.length === 0) return "";
  const style = "caption-side:top;text-align:left;color:inherit;padding:.25em 0";
  return `<caption style="${style}">${lines.join("<br>")}</caption>`;
}

function head({ columns }: TableView): string {
  const cells = columns.map(({ head, unit, align }) => {
    const style = `${CELL}text-align:${align};border-bottom:${LINE}`;
    const after = unit === "" ? "" : ` <span style="opacity:.7">(${escapeHtml(unit)})</span>`;
    return `<th scope="col" style="${style}">${escapeHtml(head)}${after}</th>`;
  });
  return `<thead><tr>${cells.join("")}</tr></thead>`;
}

function body(view: TableView, most: number): string {
  const { columns, gap } = view;
  const rows: string[] = [];
  const count = columns[0]?.cells.length ?? 0;
  for (let i = 0; i < count; i++) {
    if (i === gap.after && gap.hidden > 0) rows.push(gapRow(view));
    rows.push(`<tr>${columns.map((c) => dataCell(c, i, most)).join("")}</tr>`);
  }
  if (count === 0) rows.push(wide(view, "no rows"));
  return `<tbody>${rows.join("")}</tbody>`;
}

function dataCell(
  { cells, align, wrap, drawings }: TableView["columns"][number],
  i: number,
  most: number,
) {
  const text = cells[i];
  const style = `${wrap ? WRAPPED : CELL}text-align:${align}`;
  const drawing = drawings?.[i];
  if (drawing) return `<td style="${style}">${drawing.html}</td>`;
  // Numbers are never cut.
  const shown = align === "left" && !wrap ? cutText(text, most) : text;
  const whole = shown === text ? "" : ` title="${escapeHtml(text)}"`;
  // Han characters have other forms in Japanese: the language chooses the font.
  const chinese = /\p{Script=Han}/u.test(text) && !/[\u3040-\u30FF]/.test(text) ? ' lang="zh"' : "";
  return `<td style="${style}"${whole}${chinese}>${escapeHtml(shown)}</td>`;
}

function gapRow(view: TableView): string {
  return wide(view, hiddenNote(view.gap.hidden));
}

/** "… 12 rows hidden …". */
export function hiddenNote(hidden: number): string {
  return `… ${hidden} ${hidden === 1 ? "row" : "rows"} hidden …`;
}

function foot(view: TableView): string {
  return view.notes.length === 0 ? "" : `<tfoot>${wide(view, view.notes.join("; "))}</tfoot>`;
}

function wide({ columns }: TableView, text: string): string {
  const style = `${CELL}text-align:left;opacity:.7`;
  return `<tr><td colspan="${Math.max(columns.length, 1)}" style="${style}">${
    escapeHtml(text)
  }</td></tr>`;
}

function faint(text: string): string {
  return `<span style="opacity:.7">${escapeHtml(text)}</span>`;
}
