import type { Completeness } from "@kgen/kinetics";
import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { spread } from "./spread.ts";
import { FAINT, INK, RULE } from "./style.ts";
import { element, HALO, label } from "./svg.ts";
import { spaced } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

/** A metric's way from 0 to 1, and its words. */
export interface MetricCurve {
  name: string;
  colour: string;
  direction: string;
  scale: string;
  converged: string;
  points: Completeness["points"];
  t1: number | null;
}

const BLOCK = 62, LEFT = 52, TOP = 14, BOTTOM = 44;
/** Told apart without colour. */
const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "wye", "times"] as const;

/** The plot within {@linkcode metricsFigure}: curves on the left, their names in a column on the right. */
export function drawMetrics(curves: MetricCurve[], threshold: number, clock: string): Panel {
  const height = Math.max(340, curves.length * BLOCK + TOP + BOTTOM);
  const texts = curves.flatMap((c) => [c.direction, c.scale, c.converged]);
  const column = Math.min(260, Math.max(...texts.map((t) => textWidth(t, 11)))) + 14;
  const marginRight = column + 42;
  const across = WIDE - LEFT - marginRight, down = height - TOP - BOTTOM;
  const last = Math.max(...curves.flatMap((c) => c.points.map((p) => p.t))) || 1;
  const values = curves.flatMap((c) => c.points.map((p) => p.I)).filter(Number.isFinite);
  const lo = Math.min(0, ...values), hi = Math.max(1, ...values);
  const domain: [number, number] = [lo === 0 ? 0 : lo - 0.04, hi + 0.04];
  const xTicks = spaced([0, last], across);
  const named = new Map(xTicks.map((t) => [t.at, t.text]));
  const px = (t: number) => LEFT + 6 + (across - 12) * t / last;
  const py = (I: number) => TOP + down * (domain[1] - I) / (domain[1] - domain[0]);
  const atX = (x: number) => last * (x - LEFT - 6) / (across - 12);
  const atY = (y: number) => domain[1] - (domain[1] - domain[0]) * (y - TOP) / down;
  const frames = curves.flatMap((c, i) => c.points.map((p) => ({ ...p, i })));
  const ends = curves.map((c) => c.points.findLast((p) => Number.isFinite(p.I))!);
  const middle = curves.map((c) => heightAt(c, last / 2));
  // Ends often meet at 1: then the order of the curves half way tells which name belongs above which.
  const order = curves.map((_, i) => i)
    .sort((a, b) =>
      Math.abs(ends[a].I - ends[b].I) > 0.05 ? ends[b].I - ends[a].I : middle[b] - middle[a]
    );
  const places = spread(order.map((i) => py(ends[i].I) - 20), BLOCK, TOP - 4, height - BLOCK + 14);
  const x = WIDE - column;
  const panel = drawPanel({
    width: WIDE,
    height,
    marginLeft: LEFT,
    marginRight,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { domain: [0, last], inset: 6 },
    y: { domain },
    symbol: { domain: curves.map((_, i) => i), range: SYMBOLS.slice(0, curves.length) },
    marks: [
      Plot.gridX(xTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.gridY({ stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(xTicks.map((t) => t.at), {
        tickFormat: (t: number) => named.get(t) ?? "",
        label: cut(clock, 12, across),
        labelAnchor: "center",
        labelArrow: "none",
      }),
      Plot.axisY({ label: "completeness, I", labelAnchor: "center", labelArrow: "none" }),
      Plot.ruleY([threshold], { stroke: FAINT, strokeDasharray: "6 4" }),
      Plot.ruleX(curves.filter((c) => c.t1 !== null), {
        x: "t1",
        y1: domain[0],
        y2: threshold,
        stroke: (c: MetricCurve) => c.colour,
        strokeOpacity: 0.8,
        strokeDasharray: "2 3",
      }),
      curves.map((c) =>
        Plot.line(c.points, { x: "t", y: "I", stroke: c.colour, strokeWidth: 1.8 })
      ),
      Plot.dot(frames.filter((p) => Number.isFinite(p.I)), {
        x: "t",
        y: "I",
        symbol: "i",
        r: 4,
        stroke: (p: { i: number }) => curves[p.i].colour,
        fill: (p: { i: number; used: boolean }) => p.used ? curves[p.i].colour : "#ffffff",
        strokeWidth: 1.5,
      }),
      // The same mark at the name.
      Plot.dot(order.map((i, n) => ({ i, t: atX(x + 7), I: atY(places[n] + 9) })), {
        x: "t",
        y: "I",
        symbol: "i",
        r: 4.5,
        stroke: (p: { i: number }) => curves[p.i].colour,
        fill: (p: { i: number }) => curves[p.i].colour,
        strokeWidth: 1.5,
      }),
    ],
  });
  const words = order.map((i, place) => {
    const c = curves[i], y = places[place];
    const style = { "font-size": 11, fill: FAINT, "text-anchor": "start" };
    const line = { stroke: c.colour, "stroke-width": 1, "stroke-opacity": 0.7 };
    return element("line", {
      x1: px(ends[i].t) + 7,
      y1: py(ends[i].I),
      x2: x - 6,
      y2: y + 9,
      ...line,
    }) +
      label(x + 18, y + 13, cut(c.name, 13, (column - 18) / 1.14), {
        "font-size": 13,
        "font-weight": 600,
        "text-anchor": "start",
        fill: INK,
      }) +
      [c.direction, c.scale, c.converged].map((t, n) =>
        label(x, y + 29 + 13 * n, cut(t, 11, column), style)
      ).join("");
  });
  const note = label(LEFT + 10, py(threshold) + 14, `I = ${threshold}`, {
    "text-anchor": "start",
    fill: FAINT,
    ...HALO,
  });
  return { ...panel, at: (x, y) => panel.at(x, y, note + words.join("")) };
}

/** I at a time, between its frames. */
function heightAt({ points }: MetricCurve, t: number): number {
  const known = points.filter((p) => Number.isFinite(p.I));
  const after = known.findIndex((p) => p.t >= t);
  if (after <= 0) return known[Math.max(after, 0)].I;
  const a = known[after - 1], b = known[after];
  return b.t === a.t ? b.I : a.I + (b.I - a.I) * (t - a.t) / (b.t - a.t);
}
