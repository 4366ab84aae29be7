import { type Figure } from "./figure.ts";
import type { Panel } from "./plot.ts";
import { FAINT, INK } from "./style.ts";
import { element, finish, label } from "./svg.ts";
import { textWidth, wrap } from "./words.ts";

/** An entry of the legend. */
export interface Key {
  text: string;
  colour: string;
  /** A point, a hollow point, a line or a broken line. */
  mark: "dot" | "hollow" | "line" | "dashed";
}

/** What stands around the panels of a figure. */
export interface Page {
  title: string;
  subtitle: string;
  alt: string;
  legend: Key[];
  /** Side by side. */
  panels: Panel[];
  /** Paragraphs below. */
  caption: string[];
}

const MARGIN = 16, KEY = 12, LINE = 17;

/** Sets title, legend, panels and caption under one another, wrapped to the width of the panels. */
export function layOut({ title, subtitle, alt, legend, panels, caption }: Page): Figure {
  const inner = panels.reduce((sum, p) => sum + p.width, 0);
  const width = inner + 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  const write = (text: string, size: number, most: number, style: Record<string, string>) => {
    for (const line of wrap(text, size, inner, most)) {
      y += size + 5;
      parts.push(label(MARGIN, y - 5, line, { "font-size": size, ...style }));
    }
  };
  write(title, 15, 2, { "font-weight": "600" });
  if (subtitle !== "") write(subtitle, 12, 2, { fill: FAINT });
  y += 6;
  for (const row of legendRows(legend, inner)) {
    let x = MARGIN;
    for (const key of row) {
      parts.push(
        keyMark(key, x, y + LINE / 2),
        label(x + 30, y + LINE / 2 + 4, key.text, {
          "font-size": KEY,
        }),
      );
      x += keyWidth(key);
    }
    y += LINE;
  }
  y += 4;
  let x = MARGIN;
  for (const panel of panels) {
    parts.push(panel.at(x, y));
    x += panel.width;
  }
  y += Math.max(...panels.map((p) => p.height));
  for (const paragraph of caption) {
    y += 8;
    write(paragraph, 12, 8, { fill: INK });
  }
  return finish({ title, alt, width, height: y + MARGIN }, parts.join(""));
}

function legendRows(keys: Key[], width: number): Key[][] {
  const rows: Key[][] = [];
  let used = Infinity;
  for (const key of keys) {
    if (used + keyWidth(key) > width) {
      rows.push([]);
      used = 0;
    }
    rows[rows.length - 1].push(key);
    used += keyWidth(key);
  }
  return rows;
}

function keyWidth(key: Key): number {
  return 30 + textWidth(key.text, KEY) + 18;
}

function keyMark({ mark, colour }: Key, x: number, y: number): string {
  if (mark === "dot" || mark === "hollow") {
    const fill = mark === "dot" ? colour : "#ffffff";
    return element("circle", {
      cx: x + 12,
      cy: y,
      r: 4,
      fill,
      stroke: colour,
      "stroke-width": 1.5,
    });
  }
  const dashes = mark === "dashed" ? "6 4" : undefined;
  const line = { x1: x, x2: x + 25, y1: y, y2: y, stroke: colour, "stroke-width": 2 };
  return element("line", { ...line, "stroke-dasharray": dashes });
}
