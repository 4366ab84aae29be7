import { type Completeness, type Linearised, linearised } from "@kgen/kinetics";
import * as Plot from "@observablehq/plot";
import type { Figure } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { clockOf } from "./rate_text.ts";
import { COLOURS, INK, RULE } from "./style.ts";

const WIDTH = 364, HEIGHT = 300;
const ORDERS = {
  1: { colour: COLOURS.blue, intercept: 0 },
  2: { colour: COLOURS.vermilion, intercept: 1 },
};

/**
 * The two linearised plots side by side: −ln(1 − I) against t for order 1, 1/(1 − I) for order 2, each
 * with its least-squares line and its R².
 *
 * For the eye and the lesson only. The two R² are on different scales and cannot be ranked, and the
 * intervals of such lines are too narrow; the verdict on the order comes from `fitOrders`.
 *
 * @throws {KineticsError} when fewer than three frames have a place on the lines
 *
 * @example
 * ```ts
 * import { linearisedFigure } from "@kgen/figures";
 * import { completeness } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const row = { run: "r1", host: "embedded", variant: "turbo", gpu: null, prompt: "樱花", seed: 7,
 *   batch: 1, sigma: null, metric: "rmse", reference: "last frame" };
 * const rmse = [0.4, 0.25, 0.16, 0.09, 0.05, 0.03, 0];
 * const frames = rmse.map((value, i) => ({ ...row, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value }));
 * const figure = linearisedFigure(completeness(frames, "rmse"));
 * assert.match(figure.alt, /on its own scale/);
 * ```
 */
export function linearisedFigure(completeness: Completeness): Figure {
  const lines = ([1, 2] as const).map((order) => linearised(completeness, order));
  const texts = lines.map((l, i) => {
    const { intercept } = ORDERS[(i + 1) as 1 | 2];
    return `n = ${i + 1}: slope ${short(l.slope)} s⁻¹, intercept ${short(l.intercept)} ` +
      `(the law wants ${intercept}), R² ${l.r2.toFixed(3)} on its own scale`;
  });
  const legend = texts.map((text, i): Key => ({
    mark: i === 0 ? "line" : "dashed",
    colour: ORDERS[(i + 1) as 1 | 2].colour,
    text,
  }));
  const title = `Linearised: is it order 1 or 2? I from ${completeness.metric}`;
  return layOut({
    title,
    subtitle: `Run ${completeness.run}. A straight row of points would mean that the order fits`,
    alt: `Two linearised plots of completeness against time. ${texts.join("; ")}`,
    legend,
    panels: lines.map((l, i) => draw(l, (i + 1) as 1 | 2, clockOf([completeness]))),
    caption: [
      "The two R² belong to different scales and cannot be ranked, and intervals of such lines are " +
      "too narrow. Compare the orders by AICc on I itself." + leftOut(lines[0]),
    ],
  });
}

function draw(l: Linearised, order: 1 | 2, clock: string): Panel {
  const { colour } = ORDERS[order];
  const last = Math.max(...l.points.map((p) => p.t));
  const ends = [0, last].map((t) => ({ t, y: l.intercept + l.slope * t }));
  return drawPanel({
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 28,
    marginBottom: 44,
    x: { domain: [0, last || 1], insetLeft: 8, insetRight: 8 },
    y: { nice: true, zero: order === 1 },
    marks: [
      Plot.gridX({ stroke: RULE, strokeOpacity: 0.6, ticks: 5 }),
      Plot.gridY({ stroke: RULE, strokeOpacity: 0.6, ticks: 6 }),
      Plot.axisX({ ticks: 5, label: clock, labelAnchor: "center" }),
      Plot.axisY({ ticks: 6, label: `n = ${order}: ${l.yName}`, labelArrow: "none" }),
      Plot.line(ends, {
        x: "t",
        y: "y",
        stroke: colour,
        strokeWidth: 2,
        strokeDasharray: order === 2 ? "6 4" : undefined,
      }),
      Plot.dot(l.points, { x: "t", y: "y", r: 4, stroke: INK, fill: INK, strokeWidth: 1.5 }),
    ],
  });
}

/** Which frames have no place on the lines: few by name, many by number. */
function leftOut({ excluded }: Linearised): string {
  if (excluded.length === 0) return "";
  const steps = excluded.map((e) => e.step);
  const which = steps.length > 6 ? `${steps.length} frames` : `step ${steps.join(", ")}`;
  return ` Left out, having no finite place here or being a reference: ${which}.`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
