import * as Plot from "@observablehq/plot";
import { BAND } from "./legend.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { placeLabels } from "./place_labels.ts";
import { FAINT, INK, RULE } from "./style.ts";
import { HALO, label } from "./svg.ts";
import { spaced, type Tick, ticks } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

/** A point, its colour, and a name that stands beside it where there is room. */
export interface Dot {
  x: number;
  y: number;
  colour?: string;
  hollow?: boolean;
  label?: string;
}

/** An axis; the domain is drawn as it is given. */
export interface Axis {
  domain: readonly [number, number];
  label: string;
}

/** What a panel of points, curves and bands shows; drawn in this order. */
export interface Scatter {
  width: number;
  height: number;
  x: Axis;
  y: Axis;
  /** A second scale along the top. */
  top?: { ticks: Tick[]; label: string };
  /** Vertical strips, as the interval of a place on x. */
  strips?: { from: number; to: number; colour: string }[];
  bands?: { points: { x: number; lo: number; hi: number }[]; colour: string; faint?: boolean }[];
  lines?: { points: { x: number; y: number }[]; colour: string; dashed?: boolean }[];
  dots: Dot[];
  /** Outline of the dots; their own colour if none is given. */
  outline?: string;
}

/** Draws it: the plot of most figures with a fit. */
export function scatterPanel(s: Scatter): Panel {
  const { width, height, x, y } = s;
  const marginTop = s.top ? 42 : 12, marginRight = 18, marginBottom = 44;
  const yTicks = ticks(y.domain, Math.max(3, Math.floor((height - marginTop) / 42)));
  const widest = Math.max(0, ...yTicks.map((t) => textWidth(t.text, 12)));
  const marginLeft = Math.ceil(34 + widest);
  const across = width - marginLeft - marginRight, down = height - marginTop - marginBottom;
  const xTicks = spaced(x.domain, across);
  const px = (v: number) => marginLeft + across * (v - x.domain[0]) / (x.domain[1] - x.domain[0]);
  const py = (v: number) => marginTop + down * (y.domain[1] - v) / (y.domain[1] - y.domain[0]);
  const names = placeLabels(
    s.dots.map((d) => ({ x: px(d.x), y: py(d.y), text: d.label })),
    { left: marginLeft, right: width - marginRight, top: marginTop, bottom: marginTop + down },
  );
  const colour = (d: Dot) => d.colour ?? INK;
  const panel = drawPanel({
    width,
    height,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: { domain: x.domain },
    y: { domain: y.domain },
    marks: [
      Plot.gridX(xTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.gridY(yTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(xTicks.map((t) => t.at), axis(xTicks, cut(x.label, 12, across))),
      Plot.axisY(yTicks.map((t) => t.at), axis(yTicks, cut(y.label, 12, down))),
      s.top && Plot.axisX(s.top.ticks.map((t) => t.at), {
        anchor: "top",
        ...axis(s.top.ticks, cut(s.top.label, 12, across)),
      }),
      (s.strips ?? []).map(({ from, to, colour }) =>
        Plot.rect([{ from, to }], {
          x1: "from",
          x2: "to",
          y1: y.domain[0],
          y2: y.domain[1],
          fill: colour,
          fillOpacity: BAND.faint,
        })
      ),
      (s.bands ?? []).map(({ points, colour, faint }) =>
        Plot.areaY(points, {
          x: "x",
          y1: "lo",
          y2: "hi",
          fill: colour,
          fillOpacity: faint ? BAND.faint : BAND.band,
        })
      ),
      (s.lines ?? []).map(({ points, colour, dashed }) =>
        Plot.line(points, {
          x: "x",
          y: "y",
          stroke: colour,
          strokeWidth: 2,
          strokeDasharray: dashed ? "6 4" : undefined,
        })
      ),
      Plot.dot(s.dots, {
        x: "x",
        y: "y",
        r: 3.5,
        fill: (d: Dot) => d.hollow ? "#ffffff" : colour(d),
        fillOpacity: 0.8,
        stroke: (d: Dot) => s.outline && !d.hollow ? s.outline : colour(d),
        strokeWidth: s.outline ? 0.6 : 1,
      }),
    ],
  });
  const texts = names.map((n) =>
    label(n.x, n.y, n.text, { "font-size": 11, fill: FAINT, "text-anchor": n.anchor, ...HALO })
  ).join("");
  return { ...panel, at: (x, y) => panel.at(x, y, texts) };
}

/** Ticks with their own text. */
function axis(list: Tick[], label: string) {
  const texts = new Map(list.map((t) => [t.at, t.text]));
  const tickFormat = (at: number) => texts.get(at) ?? "";
  return { tickFormat, label, labelAnchor: "center" as const, labelArrow: "none" as const };
}
