import { checkPoints } from "./check.ts";
import type { Figure } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { significant } from "./number_text.ts";
import { scatterPanel } from "./scatter_panel.ts";
import { COLOURS, INK } from "./style.ts";
import { padded } from "./ticks.ts";

/** A measured point. The label stands beside it where there is room. */
export interface FitPoint {
  x: number;
  y: number;
  label?: string;
}

/** A place on a fitted curve with its interval, as `band` of @kgen/stats gives it. */
export interface CurvePoint {
  x: number;
  y: number;
  lo: number;
  hi: number;
}

/** A curve with its confidence band, and the wider band in which single new points fall. */
export interface FittedCurve {
  line: readonly CurvePoint[];
  prediction?: readonly CurvePoint[];
}

/** Words of a figure with a fit. */
export interface FitFigureOptions {
  title?: string;
  subtitle?: string;
  /** Axes, with units: "seconds a job (s)". */
  xLabel?: string;
  yLabel?: string;
  /** Names in the legend. */
  pointName?: string;
  lineName?: string;
  /** Confidence level of the bands, 0.95 unless given: for the legend. */
  level?: number;
  /** Paragraphs below: what the fit says. */
  caption?: string | readonly string[];
}

/** How wide the plot of a figure with one panel is, in pixels. */
export const WIDE = 728;

/**
 * Points, a fitted curve and its bands. The curve and bands come as `band` of @kgen/stats gives them, or
 * from a result that holds them: any fit can be drawn.
 *
 * @param data the points, {x, y, label?}
 * @param fit {line: {x, y, lo, hi}[], prediction?}: at least two places, in order of x
 * @throws {FigureError} no points, no curve, or values that are not finite
 *
 * @example
 * ```ts
 * import { fitFigure } from "@kgen/figures";
 * import { band, linearFit } from "@kgen/stats";
 * import assert from "node:assert/strict";
 *
 * const x = [1, 2, 4, 8], y = [0.66, 0.8, 1.09, 1.66];
 * const fit = linearFit(x, y), at = [0, 2, 4, 6, 8];
 * const figure = fitFigure(
 *   x.map((x, i) => ({ x, y: y[i] })),
 *   { line: band(fit, at), prediction: band(fit, at, "prediction") },
 *   { xLabel: "NFE", yLabel: "time of a job (s)" },
 * );
 * assert.match(figure.svg, /^<svg xmlns=/);
 * ```
 */
export function fitFigure(
  data: readonly FitPoint[],
  fit: FittedCurve,
  options: FitFigureOptions = {},
): Figure {
  const { line, prediction = [] } = fit;
  checkPoints(data, ["x", "y"], "points");
  checkPoints(line, ["x", "y", "lo", "hi"], "places of the fitted curve");
  if (prediction.length > 0) checkPoints(prediction, ["x", "lo", "hi"], "places of the band");
  const percent = `${significant(100 * (options.level ?? 0.95))} %`;
  const legend: Key[] = [
    { mark: "dot", colour: INK, text: options.pointName ?? "measured" },
    { mark: "line", colour: COLOURS.blue, text: options.lineName ?? "fit" },
    { mark: "band", colour: COLOURS.blue, text: `where the line lies (${percent} confidence)` },
  ];
  if (prediction.length > 0) {
    const text = `where a new point falls (${percent} prediction)`;
    legend.push({ mark: "faint", colour: COLOURS.blue, text });
  }
  const title = options.title ?? "Points and fit";
  const caption = [options.caption ?? []].flat();
  const xLabel = options.xLabel ?? "x", yLabel = options.yLabel ?? "y";
  const heights = [...line, ...prediction].flatMap((p) => [p.lo, p.hi]);
  const panel = scatterPanel({
    width: WIDE,
    height: 360,
    x: { domain: padded([...data, ...line].map((p) => p.x), 0.03), label: xLabel },
    y: { domain: padded([...data.map((p) => p.y), ...heights]), label: yLabel },
    bands: [
      { points: [...prediction], colour: COLOURS.blue, faint: true },
      { points: [...line], colour: COLOURS.blue },
    ],
    lines: [{ points: [...line], colour: COLOURS.blue }],
    dots: [...data],
  });
  const alt = [
    `${title}. ${yLabel} against ${xLabel}: ${data.length} points with a fitted curve and its band`,
    ...caption,
  ].join(". ");
  return layOut({
    title,
    subtitle: options.subtitle ?? "",
    alt,
    legend,
    panels: [panel],
    caption,
  });
}
