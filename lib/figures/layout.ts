import { type Figure } from "./figure.ts";
import { drawLegend, type Key, type Ramp } from "./legend.ts";
import type { Panel } from "./plot.ts";
import { FAINT, INK } from "./style.ts";
import { finish, label } from "./svg.ts";
import { wrap } from "./words.ts";

export type { Key, Ramp } from "./legend.ts";

/** What stands around the panels of a figure. */
export interface Page {
  title: string;
  subtitle: string;
  alt: string;
  legend: Key[];
  /** A continuous scale of colour, below the legend. */
  ramp?: Ramp;
  /** Side by side. */
  panels: Panel[];
  /** Paragraphs below. */
  caption: string[];
}

const MARGIN = 16;

/** Sets title, legend, panels and caption under one another, wrapped to the width of the panels. */
export function layOut({ title, subtitle, alt, legend, ramp, panels, caption }: Page): Figure {
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
  const drawn = drawLegend(legend, ramp, { x: MARGIN, y, width: inner });
  parts.push(drawn.markup);
  y += drawn.height;
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
