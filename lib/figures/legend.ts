import { INK } from "./style.ts";
import { sequential } from "./ramp.ts";
import { element, label } from "./svg.ts";
import { textWidth } from "./words.ts";

/** An entry of the legend. */
export interface Key {
  text: string;
  colour: string;
  /** A point, a hollow point, a line, a broken line, a band, or a fainter band. */
  mark: "dot" | "hollow" | "line" | "dashed" | "band" | "faint";
}

/** A continuous scale of colour, with what it stands for. */
export interface Ramp {
  text: string;
  /** Lowest and highest value. */
  domain: [lo: number, hi: number];
}

/** How solid the bands are, in the figure and in its legend. */
export const BAND = { band: 0.24, faint: 0.12 };

const KEY = 12, LINE = 17, CELLS = 30, CELL = 5;

/** Draws the entries in rows of that width, the ramp below them. */
export function drawLegend(
  keys: Key[],
  ramp: Ramp | undefined,
  place: { x: number; y: number; width: number },
): { markup: string; height: number } {
  const parts: string[] = [];
  let y = place.y;
  for (const row of legendRows(keys, place.width)) {
    let x = place.x;
    for (const key of row) {
      const text = label(x + 30, y + LINE / 2 + 4, key.text, { "font-size": KEY });
      parts.push(keyMark(key, x, y + LINE / 2), text);
      x += keyWidth(key);
    }
    y += LINE;
  }
  if (ramp) {
    parts.push(drawRamp(ramp, place.x, Math.round(y + LINE / 2 + 2)));
    y += LINE + 4;
  }
  return { markup: parts.join(""), height: y - place.y };
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
  if (mark === "band" || mark === "faint") {
    const box = { x, y: y - 6, width: 25, height: 12 };
    return element("rect", { ...box, fill: colour, "fill-opacity": BAND[mark] });
  }
  const dashes = mark === "dashed" ? "6 4" : undefined;
  const line = { x1: x, x2: x + 25, y1: y, y2: y, stroke: colour, "stroke-width": 2 };
  return element("line", { ...line, "stroke-dasharray": dashes });
}

/** Cells instead of a gradient: a gradient needs an id, and ids of two figures on a page collide. */
function drawRamp({ text, domain: [lo, hi] }: Ramp, x: number, y: number): string {
  const parts = [label(x, y + 4, `${text}:`, { "font-size": KEY })];
  x += textWidth(`${text}:`, KEY) + 8;
  const low = String(lo).replace("-", "−"), high = String(hi).replace("-", "−");
  parts.push(label(x, y + 4, low, { "font-size": KEY }));
  x = Math.round(x + textWidth(low, KEY) + 6); // on whole pixels no seams show between cells
  if (lo === hi) {
    const dot = { cx: x + 4, cy: y, r: 4.5, fill: sequential(0.5), stroke: INK };
    return parts.concat(element("circle", { ...dot, "stroke-width": 0.6 })).join("");
  }
  for (let i = 0; i < CELLS; i++) {
    const fill = sequential(i / (CELLS - 1));
    parts.push(element("rect", { x: x + i * CELL, y: y - 6, width: CELL, height: 12, fill }));
  }
  return parts.concat(label(x + CELLS * CELL + 6, y + 4, high, { "font-size": KEY })).join("");
}
