import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import { significant } from "./number_text.ts";
import { drawPanel, type Panel } from "./plot.ts";
import type { RateBar } from "./rate_bars.ts";
import { FAINT, INK, RULE, SERIES } from "./style.ts";
import { element, escapeXml, HALO, label } from "./svg.ts";
import { ticks } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

const ROW = 26, BAR = 18, HEAD = 24, TOP = 4, BOTTOM = 44, SIZE = 12;

/** The bars of {@linkcode rateBars}: a heading for each variant, a bar for each row below it. */
export function drawBars(rows: readonly RateBar[], axisLabel: string): Panel {
  const cards = [...new Set(rows.map((r) => r.gpu))];
  const variants = [...new Set(rows.map((r) => r.variant))];
  const heads: { text: string; y: number }[] = [];
  const bars: (RateBar & { y: number })[] = [];
  let y = TOP;
  for (const variant of variants) {
    heads.push({ text: variant, y: y + HEAD - 8 });
    y += HEAD;
    for (const row of rows.filter((r) => r.variant === variant)) {
      bars.push({ ...row, y: y + ROW / 2 });
      y += ROW;
    }
  }
  const height = y + BOTTOM;
  const marginLeft = Math.min(200, Math.max(...cards.map((c) => textWidth(c, SIZE))) + 22);
  const values = bars.map((b) => significant(b.k));
  const after = values.map((v) => textWidth(v, SIZE) + 8);
  // Room for the words to the right of the longest bar, at most four tenths of the plot.
  const room = Math.min(
    0.4 * (WIDE - marginLeft),
    Math.max(...bars.map((b, i) => after[i] + textWidth(b.note ?? "", SIZE))) + 12,
  );
  const across = WIDE - marginLeft - room;
  const most = Math.max(...bars.map((b) => Math.max(b.k, b.hi ?? 0))) || 1;
  const at = (k: number) => marginLeft + across * k / most;
  const places = ticks([0, most], 8);
  const named = new Map(places.map((t) => [t.at, t.text]));
  // A rate is 0 or more: an interval of few runs that reaches below is cut off there, without an end mark.
  const known = bars.filter((b) => b.lo != null).map((b) => ({ ...b, lo: Math.max(0, b.lo!) }));
  const panel = drawPanel({
    width: WIDE,
    height,
    marginLeft,
    marginRight: room,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { domain: [0, most] },
    y: { domain: [y, TOP], axis: null },
    marks: [
      Plot.gridX(places.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(places.map((t) => t.at), {
        tickFormat: (k: number) => named.get(k) ?? "",
        label: cut(axisLabel, SIZE, across),
        labelAnchor: "center",
        labelArrow: "none",
      }),
      Plot.rect(bars, {
        x1: 0,
        x2: "k",
        y1: (b: { y: number }) => b.y - BAR / 2,
        y2: (b: { y: number }) => b.y + BAR / 2,
        fill: (b: RateBar) => SERIES[cards.indexOf(b.gpu) % SERIES.length],
      }),
      Plot.ruleY(known, { x1: "lo", x2: "hi", y: "y", stroke: INK, strokeWidth: 1.5 }),
      ["lo", "hi"].map((end) =>
        Plot.ruleX(end === "lo" ? known.filter((b) => b.lo > 0) : known, {
          x: end,
          y1: (b: { y: number }) => b.y - 5,
          y2: (b: { y: number }) => b.y + 5,
          stroke: INK,
          strokeWidth: 1.5,
        })
      ),
      Plot.ruleX(bars, {
        x: 0,
        y1: (b: { y: number }) => b.y - ROW / 2,
        y2: (b: { y: number }) => b.y + ROW / 2,
        stroke: INK,
      }),
    ],
  });
  const words = [
    ...heads.map((h) =>
      label(0, h.y, cut(h.text, 13, WIDE), {
        "font-size": 13,
        "font-weight": "600",
        "text-anchor": "start",
        ...HALO,
      })
    ),
    ...bars.map((b) => {
      const name = cut(b.gpu, SIZE, marginLeft - 8);
      return label(marginLeft - 8, b.y + 4, name, { "text-anchor": "end" });
    }),
    ...bars.map((b, i) => {
      const x = at(Math.max(b.k, b.hi ?? 0)) + 7, y = b.y + 4;
      const style = { x, y, "text-anchor": "start", ...HALO };
      // One text for both: the browser knows where the value ends, the estimate does not.
      const note = cut(b.note ?? "", SIZE, WIDE - x - after[i]);
      const tail = note && element("tspan", { dx: 8, fill: FAINT }, escapeXml(note));
      return element("text", style, escapeXml(values[i]) + tail);
    }),
  ].join("");
  return { ...panel, at: (x, y) => panel.at(x, y, words) };
}
