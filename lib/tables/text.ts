import type { FrameLike } from "./frame.ts";
import { hiddenNote } from "./html.ts";
import { type TableOptions, viewOf } from "./view.ts";
import { cutText, displayWidth, oneLine } from "./width.ts";

/**
 * The rows as a table for a terminal: the same choices as `htmlTable`, columns aligned by what the
 * terminal shows (a Chinese character takes two places), no colours, ends without a newline.
 *
 * @param data a danfojs frame or rows of any fields
 * @throws {TableError} when a column is asked for that is not there
 *
 * @example
 * ```ts
 * import { textTable } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const text = textTable([{ prompt: "樱花", k: 12.5 }, { prompt: "cat", k: 9 }]);
 * assert.equal(text, "prompt     k\n──────  ────\n樱花    12.5\ncat      9.0");
 * ```
 */
export function textTable(
  data: FrameLike | readonly object[],
  options: TableOptions = {},
): string {
  const { title, folded, columns, gap, notes } = viewOf(data, options);
  const most = options.maxText ?? 40;
  const lines: string[] = [];
  if (title) lines.push(oneLine(title));
  lines.push(...flow(folded.map(([head, value]) => `${oneLine(head)} ${value}`)));
  if (lines.length > 0) lines.push("");
  const drawn = columns.map(({ head, unit, align, cells, drawings }) => {
    const shown = cells.map((c, i) => drawings?.[i] || align === "right" ? c : cutText(c, most));
    const all = [oneLine(unit === "" ? head : `${head} (${unit})`), ...shown];
    const width = Math.max(...all.map(displayWidth));
    return { width, texts: all.map((t) => pad(t, width, align)) };
  });
  const line = (i: number) => drawn.map((c) => c.texts[i]).join("  ").trimEnd();
  lines.push(line(0), drawn.map((c) => "─".repeat(c.width)).join("  "));
  const count = (drawn[0]?.texts.length ?? 1) - 1;
  for (let i = 0; i < count; i++) {
    if (i === gap.after && gap.hidden > 0) lines.push(hiddenNote(gap.hidden));
    lines.push(line(i + 1));
  }
  if (count === 0) lines.push("no rows");
  if (notes.length > 0) lines.push(notes.join("; "));
  return lines.join("\n");
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(width - displayWidth(text));
  return align === "left" ? text + space : space + text;
}

/** The parts joined by " · ", with a new line wherever one would grow past 96 places. */
function flow(parts: string[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? `${lines.at(-1)} · ${part}` : part;
    if (lines.length > 0 && displayWidth(longer) <= 96) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
