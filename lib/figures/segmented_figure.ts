import { checkPoints } from "./check.ts";
import type { Figure } from "./figure.ts";
import { type CurvePoint, type FitFigureOptions, type FitPoint, WIDE } from "./fit_figure.ts";
import { type Key, layOut } from "./layout.ts";
import { plusMinus, probability, significant } from "./number_text.ts";
import { scatterPanel } from "./scatter_panel.ts";
import { COLOURS, INK } from "./style.ts";
import { padded } from "./ticks.ts";

/** A broken line: what is drawn of `SegmentedFit` of @kgen/stats. */
export interface BrokenLine {
  break: { value: number; ci: readonly [lo: number, hi: number] };
  before: { slope: number; se: number };
  after: { slope: number; se: number };
  /** Test of "there is no break". */
  test: { p: number };
  level?: number;
  predict(x: number): number;
}

/** Words of {@linkcode segmentedFigure}. */
export interface SegmentedFigureOptions extends FitFigureOptions {
  /** Confidence band of the line, as `band` of @kgen/stats gives it. */
  band?: readonly CurvePoint[];
}

/**
 * Points, the broken line, its break and the interval of the break's place. Where the test does not find a break the
 * line is broken in print too (dashes), and the caption says so.
 *
 * @throws {FigureError} no points, or values that are not finite
 *
 * @example
 * ```ts
 * import { segmentedFigure } from "@kgen/figures";
 * import { segmentedFit } from "@kgen/stats";
 * import assert from "node:assert/strict";
 *
 * const x = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
 * const y = [0.1, 0.9, 2.1, 2.9, 4.1, 4.1, 3.9, 4.1, 4.0, 3.9];
 * const points = x.map((x, i) => ({ x, y: y[i] }));
 * const figure = segmentedFigure(points, segmentedFit(x, y, { simulations: 199 }));
 * assert.match(figure.alt, /break at 4\.07/);
 * ```
 */
export function segmentedFigure(
  points: readonly FitPoint[],
  fit: BrokenLine,
  options: SegmentedFigureOptions = {},
): Figure {
  checkPoints(points, ["x", "y"], "points");
  checkPoints([{ place: fit.break.value }], ["place"], "break");
  const { band = [], xLabel = "x", yLabel = "y", level = fit.level ?? 0.95 } = options;
  if (band.length > 0) checkPoints(band, ["x", "lo", "hi"], "places of the band");
  const { value, ci } = fit.break;
  const shown = fit.test.p < 1 - level;
  const xs = points.map((p) => p.x);
  const lo = Math.min(...xs), hi = Math.max(...xs);
  const line = [lo, value, hi].map((x) => ({ x, y: fit.predict(x) }));
  const heights = [...points, ...line].map((p) => p.y).concat(band.flatMap((p) => [p.lo, p.hi]));
  const percent = `${significant(100 * level)} %`;
  const legend: Key[] = [
    { mark: "dot", colour: INK, text: options.pointName ?? "measured" },
    {
      mark: shown ? "line" : "dashed",
      colour: COLOURS.blue,
      text: options.lineName ?? "broken line",
    },
    { mark: "faint", colour: COLOURS.vermilion, text: `where the break lies (${percent})` },
  ];
  if (band.length > 0) {
    const text = `where the line lies (${percent} confidence)`;
    legend.push({ mark: "band", colour: COLOURS.blue, text });
  }
  const place = `break at ${significant(value)} (${percent} interval ${significant(ci[0])} to ` +
    `${significant(ci[1])})`;
  const slopes = `slope ${plusMinus(fit.before.slope, fit.before.se)} before, ` +
    `${plusMinus(fit.after.slope, fit.after.se)} after`;
  const verdict = shown
    ? `There is a ${place}, ${probability(fit.test.p)}; ${slopes}.`
    : `These data show no break, ${
      probability(fit.test.p)
    }. The best line would have a ${place}; ${slopes}.`;
  const caption = [verdict, ...[options.caption ?? []].flat()];
  const title = options.title ?? "Is there a break? Points and the broken line";
  const x = padded(xs, 0.03), y = padded(heights);
  const within = (v: number) => Math.min(Math.max(v, x[0]), x[1]);
  const panel = scatterPanel({
    width: WIDE,
    height: 360,
    x: { domain: x, label: xLabel },
    y: { domain: y, label: yLabel },
    strips: [{ from: within(ci[0]), to: within(ci[1]), colour: COLOURS.vermilion }],
    bands: [{ points: [...band], colour: COLOURS.blue }],
    lines: [
      { points: y.map((y) => ({ x: value, y })), colour: COLOURS.vermilion, dashed: true },
      { points: line, colour: COLOURS.blue, dashed: !shown },
    ],
    dots: [...points],
  });
  const alt = `${title}. ${yLabel} against ${xLabel}: ${points.length} points. ` +
    caption.join(" ");
  return layOut({ title, subtitle: options.subtitle ?? "", alt, legend, panels: [panel], caption });
}
