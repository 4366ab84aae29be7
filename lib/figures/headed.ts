import type { Panel } from "./plot.ts";
import { FAINT } from "./style.ts";
import { label } from "./svg.ts";
import { wrap } from "./words.ts";

const LINE = 17;

/** A panel with its own heading above it: the first line bold, the others faint. */
export function headed(panel: Panel, [title, ...more]: string[]): Panel {
  const fit = panel.width - 12;
  const lines = [
    ...wrap(title, 13, fit, 1).map((text) => ({ text, size: 13, bold: true })),
    ...more.flatMap((line) => wrap(line, 12, fit, 1)).map((text) => ({
      text,
      size: 12,
      bold: false,
    })),
  ];
  const rise = lines.length * LINE + 4;
  const words = (x: number, y: number) =>
    lines.map(({ text, size, bold }, i) =>
      label(x, y + 13 + i * LINE, text, {
        "font-size": size,
        ...(bold ? { "font-weight": "600" } : { fill: FAINT }),
      })
    ).join("");
  return {
    ...panel,
    height: panel.height + rise,
    at: (x, y, over) => words(x, y) + panel.at(x, y + rise, over),
  };
}
