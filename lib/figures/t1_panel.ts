import { WIDE } from "./fit_figure.ts";
import * as Plot from "@observablehq/plot";
import type { MedianInterval } from "./median_interval.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { FAINT, INK, RULE, SERIES } from "./style.ts";
import { element, HALO, label } from "./svg.ts";
import { swarm } from "./swarm.ts";
import { groupText } from "./t1_text.ts";
import { spaced } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

/** The runs of one group. */
export interface T1Group extends MedianInterval {
  name: string;
  /** Runs with a t1, s. */
  dots: { t: number; hollow: boolean }[];
  /** Runs without. */
  never: number;
  n: number;
}

const TOP = 6, BOTTOM = 44, RADIUS = 4, ASIDE = 96, TEXT = 34;
/** Bold letters are broader by about that. */
const BOLD = 1.14;

/** The plot within {@linkcode t1Distribution}: a row for each group. */
export function drawT1(groups: T1Group[], percent: string): Panel {
  const left = Math.min(200, Math.max(...groups.map((g) => BOLD * textWidth(g.name, 12)), 40)) + 14;
  const aside = groups.some((g) => g.never > 0) ? ASIDE : 12;
  const across = WIDE - left - aside - 14;
  const most = Math.max(...groups.flatMap((g) => g.dots.map((d) => d.t)), 0) || 1;
  const domain: [number, number] = [0, most * 1.04];
  const px = (t: number) => left + across * t / domain[1];
  const swarms = groups.map((g) => swarm(g.dots.map((d) => px(d.t)), 2 * RADIUS + 1));
  const halves = swarms.map((s) =>
    Math.max(14, ...s.map((y) => Math.ceil(Math.abs(y)) + RADIUS + 2))
  );
  const rows: { mid: number; top: number; bottom: number }[] = [];
  let y = TOP;
  for (const half of halves) {
    rows.push({ top: y, mid: y + TEXT - 10 + half, bottom: y + TEXT + 2 * half });
    y += TEXT + 2 * half;
  }
  const height = y + BOTTOM;
  const xTicks = spaced(domain, across);
  const named = new Map(xTicks.map((t) => [t.at, t.text]));
  const medians = groups.map(({ median }, i) => (
    { median, top: rows[i].top + TEXT - 13, bottom: rows[i].bottom - 5 }
  )).filter((m) => Number.isFinite(m.median));
  const panel = drawPanel({
    width: WIDE,
    height,
    marginLeft: left,
    marginRight: WIDE - left - across,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { domain },
    y: { domain: [y, TOP], axis: null },
    marks: [
      Plot.gridX(xTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(xTicks.map((t) => t.at), {
        tickFormat: (t: number) => named.get(t) ?? "",
        label: cut("convergence time, t1 (s)", 12, across),
        labelAnchor: "center",
        labelArrow: "none",
      }),
      // Behind the dots, or the only run of a group would lie under its median. Places on y are pixels.
      Plot.ruleX(medians, { x: "median", y1: "top", y2: "bottom", stroke: INK, strokeWidth: 2.5 }),
      Plot.dot(
        groups.flatMap((g, i) =>
          g.dots.map((d, k) => ({ ...d, i, y: rows[i].mid + swarms[i][k] }))
        ),
        {
          x: "t",
          y: "y",
          r: RADIUS - 0.5,
          stroke: (d: { i: number }) => SERIES[d.i % SERIES.length],
          fill: (d: { i: number; hollow: boolean }) =>
            d.hollow ? "#ffffff" : SERIES[d.i % SERIES.length],
          fillOpacity: 0.75,
          strokeWidth: 1.2,
        },
      ),
    ],
  });
  const words = groups.map((g, i) => {
    const { mid, top, bottom } = rows[i];
    const wall = WIDE - aside;
    const parts = [
      i > 0 ? rule(0, wall + aside - 2, top, top, RULE, 1) : "",
      label(left - 10, mid + 4, cut(g.name, 12, (left - 12) / BOLD), {
        "text-anchor": "end",
        "font-weight": 600,
      }),
      label(left + 6, top + 15, cut(`n = ${g.n}: ${groupText(g, percent)}`, 11, across), {
        "text-anchor": "start",
        "font-size": 11,
        fill: FAINT,
        ...HALO,
      }),
    ];
    if (g.lo !== null && Number.isFinite(g.lo)) {
      const open = !Number.isFinite(g.hi!);
      const x1 = px(g.lo), x2 = open ? left + across : px(g.hi!), at = bottom - 5;
      parts.push(rule(x1, x2, at, at, INK, 1.5), rule(x1, x1, at - 4, at + 4, INK, 1.5));
      parts.push(
        open
          ? element("path", {
            d: `M${x2 - 6},${at - 4}L${x2},${at}L${x2 - 6},${at + 4}`,
            fill: "none",
            stroke: INK,
            "stroke-width": 1.5,
          })
          : rule(x2, x2, at - 4, at + 4, INK, 1.5),
      );
    }
    if (g.never > 0) {
      parts.push(
        element("circle", {
          cx: wall + 6,
          cy: mid,
          r: RADIUS - 0.5,
          fill: "#ffffff",
          stroke: FAINT,
          "stroke-width": 1.2,
        }),
        label(wall + 15, mid + 4, `${g.never} of ${g.n} not`, {
          "text-anchor": "start",
          "font-size": 11,
          fill: FAINT,
        }),
      );
    }
    return parts.join("");
  });
  return { ...panel, at: (x, y) => panel.at(x, y, words.join("")) };
}

function rule(
  x1: number,
  x2: number,
  y1: number,
  y2: number,
  stroke: string,
  width: number,
): string {
  return element("line", { x1, x2, y1, y2, stroke, "stroke-width": width });
}
