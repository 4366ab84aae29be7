import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import type { HeatRow } from "./heat_cells.ts";
import { significant } from "./number_text.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { sequential } from "./ramp.ts";
import { EMPTY, INK } from "./style.ts";
import { element, escapeXml } from "./svg.ts";
import { cut, textWidth } from "./words.ts";

const TOP = 4, BOTTOM = 44, SIZE = 12, LEAST = 34;

/** A row for each prompt, a column for each step; numbers in the cells where they fit. */
export function drawHeat(rows: HeatRow[], steps: number[], domain: [number, number]): Panel {
  const tall = rows.length > 20 ? 18 : 24;
  const names = rows.map((r, i) => r.prompt.replace(/\s+/g, " ").trim() || `no prompt (${i + 1})`);
  const left = Math.min(240, Math.max(...names.map((n) => textWidth(n, SIZE)))) + 12;
  const across = WIDE - left - 4;
  const wide = Math.min(across / steps.length, 64);
  const height = TOP + rows.length * tall + BOTTOM;
  const share = (v: number) =>
    domain[1] === domain[0] ? 0.5 : (v - domain[0]) / (domain[1] - domain[0]);
  const cells = rows.flatMap((r, y) => r.values.map((value, x) => ({ x, y, value })));
  const known = cells.filter((c) => c.value !== null) as { x: number; y: number; value: number }[];
  const texts = known.map((c) => cellText(c.value, domain));
  const fits = wide >= LEAST && texts.every((t) => textWidth(t, 11) <= wide - 2);
  const every = Math.max(1, Math.ceil(22 / wide));
  const shown = steps.map((_, i) => i).filter((i) =>
    i % every === 0 || (every > 1 && i === steps.length - 1 && i % every > every / 2)
  );
  const rect = { x1: (c: { x: number }) => c.x, x2: (c: { x: number }) => c.x + 1 };
  const band = { y1: (c: { y: number }) => c.y, y2: (c: { y: number }) => c.y + 1, inset: 0.5 };
  const panel = drawPanel({
    width: WIDE,
    height,
    marginLeft: left,
    marginRight: WIDE - left - wide * steps.length,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { domain: [0, steps.length] },
    y: { domain: [rows.length, 0], axis: null },
    marks: [
      Plot.rect(cells.filter((c) => c.value === null), { ...rect, ...band, fill: EMPTY }),
      Plot.rect(known, {
        ...rect,
        ...band,
        fill: (c: { value: number }) => sequential(Math.min(1, Math.max(0, share(c.value)))),
      }),
      fits
        ? Plot.text(known, {
          x: (c: { x: number }) => c.x + 0.5,
          y: (c: { y: number }) => c.y + 0.5,
          text: (c: { value: number }) => cellText(c.value, domain),
          fontSize: 11,
          // White on the dark half, ink on the pale one.
          fill: (c: { value: number }) => share(c.value) < 0.62 ? "#ffffff" : INK,
        })
        : null,
      Plot.axisX(shown.map((i) => i + 0.5), {
        tickFormat: (at: number) => String(steps[Math.floor(at)]),
        label: "step",
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 3,
      }),
    ],
  });
  const words = names.map((name, i) => {
    const y = TOP + (i + 0.5) * tall + 4;
    const text = escapeXml(cut(name, SIZE, left - 10));
    const whole = `<title>${escapeXml(rows[i].prompt)}</title>`;
    return element(
      "text",
      { x: left - 8, y, "text-anchor": "end", "font-size": SIZE },
      whole + text,
    );
  });
  const hatches = cells.filter((c) => c.value === null)
    .map((c) => hatch(left + c.x * wide, TOP + c.y * tall, wide, tall));
  return { ...panel, at: (x, y) => panel.at(x, y, words.join("") + hatches.join("")) };
}

function cellText(value: number, [lo, hi]: [number, number]): string {
  if (!Number.isFinite(value)) return significant(value);
  const largest = Math.max(Math.abs(lo), Math.abs(hi));
  if (largest < 0.1 || largest >= 1e4) return significant(value, 2);
  return value.toFixed(largest <= 2 ? 2 : largest < 100 ? 1 : 0).replace("-", "−");
}

/** One stroke from corner to corner: a pattern needs an id, and ids of two figures on a page collide. */
function hatch(x: number, y: number, width: number, height: number): string {
  const line = { x1: x + 2, y1: y + height - 2, x2: x + width - 2, y2: y + 2 };
  return element("line", { ...line, stroke: "#b0b0b0", "stroke-width": 1 });
}
