import type { Completeness, ConvergenceTime, RateFit } from "@kgen/kinetics";
import * as Plot from "@observablehq/plot";
import { drawPanel, type Panel } from "./plot.ts";
import { COLOURS, FAINT, RULE } from "./style.ts";

/** A frame, with the number of its series. */
export interface Point {
  t: number;
  I: number;
  used: boolean;
  series: number;
}

/** What is drawn. */
interface Contents {
  points: Point[];
  curves: RateFit[];
  threshold: number;
  /** t1 of each series. */
  reached: (ConvergenceTime | null)[];
  colour: (series: number) => string;
  /** The only completeness; null when there are several. */
  single: Completeness | null;
  /** Label of the time axis. */
  clock: string;
}

const WIDTH = 728, HEIGHT = 360;
/** Colours of the two curves. */
export const ORDERS = { 1: COLOURS.blue, 2: COLOURS.vermilion };

/** The plot within {@linkcode convergence}: points, curves, threshold, t1, and NFE along the top. */
export function drawConvergence(
  { points, curves, threshold, reached, colour, single, clock }: Contents,
): Panel {
  const last = Math.max(...points.map((p) => p.t));
  const times = Array.from({ length: 161 }, (_, i) => last * i / 160);
  const lines = curves.map((f) => times.map((t) => ({ t, I: f.predict(t) })));
  const values = [...points, ...lines.flat()].map((p) => p.I);
  const arrived = reached.map((r, series) => r && { t: r.t, series }).filter((r) => r !== null);
  const steps = single ? nfeTicks(single) : [];
  const nfeAt = new Map(steps.map((p) => [p.t, String(p.nfe)]));
  return drawPanel({
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 52,
    marginRight: 20,
    marginTop: single ? 44 : 14,
    marginBottom: 44,
    x: { domain: [0, last || 1], nice: false, insetRight: 8, insetLeft: 8 },
    y: { domain: [Math.min(0, ...values), Math.max(1, ...values)], nice: true, insetTop: 6 },
    marks: [
      Plot.gridX({ stroke: RULE, strokeOpacity: 0.6 }),
      Plot.gridY({ stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX({ label: clock, labelAnchor: "center" }),
      Plot.axisY({ label: "completeness, I", labelAnchor: "center", labelArrow: "none" }),
      steps.length === 0 ? null : Plot.axisX(steps.map((p) => p.t), {
        anchor: "top",
        tickFormat: (t: number) => nfeAt.get(t) ?? "",
        label: "NFE",
        labelAnchor: "center",
        labelArrow: "none",
      }),
      Plot.ruleY([threshold], { stroke: FAINT, strokeDasharray: "6 4" }),
      Plot.text([`I = ${threshold}`], {
        x: 0,
        y: threshold,
        dx: 8,
        dy: 9,
        textAnchor: "start",
        fill: FAINT,
      }),
      Plot.ruleX(arrived, {
        x: "t",
        y1: 0,
        y2: threshold,
        stroke: (d) => single ? FAINT : colour(d.series),
        strokeDasharray: "6 4",
      }),
      lines.map((line, i) =>
        Plot.line(line, {
          x: "t",
          y: "I",
          stroke: ORDERS[curves[i].order as 1 | 2],
          strokeWidth: 2,
          strokeDasharray: curves[i].order === 2 ? "6 4" : undefined,
        })
      ),
      single ? null : Plot.line(points, {
        x: "t",
        y: "I",
        z: "series",
        stroke: (p: Point) => colour(p.series),
        strokeOpacity: 0.4,
      }),
      Plot.dot(points, {
        x: "t",
        y: "I",
        r: 4,
        stroke: (p: Point) => colour(p.series),
        fill: (p: Point) => p.used ? colour(p.series) : "#ffffff",
        strokeWidth: 1.5,
      }),
    ],
  });
}

/** Points whose NFE is written along the top: few enough to be read. */
function nfeTicks({ points }: Completeness): Completeness["points"] {
  const last = points.length - 1;
  const every = Math.max(1, Math.ceil(last / 10));
  return points.filter((_, i) => i % every === 0 && (i === 0 || last - i >= every) || i === last);
}
