import type { Arrhenius, SegmentedArrhenius } from "@kgen/kinetics";
import { arrheniusLegend } from "./arrhenius_legend.ts";
import { arrheniusPanel, clockOf, type Window, windowOf } from "./arrhenius_panel.ts";
import { arrheniusAlt, arrheniusSummary } from "./arrhenius_words.ts";
import { checkPoints } from "./check.ts";
import type { Figure } from "./figure.ts";
import { WIDE } from "./fit_figure.ts";
import { layOut } from "./layout.ts";
import { headed } from "./headed.ts";

/** Words of {@linkcode arrheniusFigure}. */
export interface ArrheniusFigureOptions {
  title?: string;
  subtitle?: string;
  /** What T is, along the top: "GPU temperature before the run (°C)". */
  temperatureLabel?: string;
  /** Paragraphs below, in place of the verdict, the confounders and the notes. */
  caption?: string | readonly string[];
}

/** An Arrhenius fit of either kind. */
type Fit = Arrhenius | SegmentedArrhenius;

/**
 * ln k against 1000/T, with the temperature in °C along the top, the fitted line and its band (or the broken line, its
 * break and the break's interval), and the SM clock of each run as its colour. The caption is the fit's own verdict.
 *
 * @throws {FigureError} a fit without points
 *
 * @example
 * ```ts
 * import { arrheniusFigure } from "@kgen/figures";
 * import { arrhenius, kelvin } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const runs = dataset("h100/runs").filter((run) => run.group === "heat");
 * const fit = arrhenius(runs.map((run) => (
 *   { T_K: kelvin(run.t_before_c), k: run.k_sampling!, sm_clock_mhz: run.sm_clock_mhz })));
 * const figure = arrheniusFigure(fit);
 * assert.match(figure.svg, /1000\/T/);
 * assert.match(figure.svg, /SM clock/);
 * ```
 */
export function arrheniusFigure(a: Fit, options: ArrheniusFigureOptions = {}): Figure {
  check(a);
  const clock = clockOf([a]);
  const title = options.title ?? "Does temperature change the rate? ln k against 1/T";
  const caption = options.caption === undefined
    ? [a.verdict, ...("confounders" in a ? a.confounders : []), ...a.notes]
    : [options.caption].flat();
  return layOut({
    title,
    subtitle: options.subtitle ?? arrheniusSummary(a),
    alt: `${title}. ${arrheniusAlt(a)} ${caption.join(" ")}`,
    legend: arrheniusLegend([a], clock),
    ramp: clock,
    panels: [
      arrheniusPanel(a, windowOf(a), { width: WIDE, height: 400, clock, ...options }),
    ],
    caption,
  });
}

/**
 * Two Arrhenius fits side by side: two answers to one question. A unit is as long in one panel as in the other, so
 * that slopes can be compared by eye; each verdict stands below under its own name.
 *
 * @param a a fit and its heading, such as [fit, "T during the run, job window"]
 * @throws {FigureError} a fit without points
 *
 * @example
 * ```ts
 * import { arrheniusPair } from "@kgen/figures";
 * import { arrhenius, kelvin } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const runs = dataset("h100/runs").filter((run) => run.group === "heat");
 * const during = arrhenius(runs.map((r) => ({ T_K: kelvin(r.t_during_c), k: r.k_job })));
 * const before = arrhenius(runs.map((r) => ({ T_K: kelvin(r.t_before_c), k: r.k_sampling! })));
 * const figure = arrheniusPair([during, "T during, job window"], [before, "T before, sampling"]);
 * assert.ok(figure.alt.includes(before.verdict));
 * ```
 */
export function arrheniusPair(
  a: readonly [fit: Fit, heading: string],
  b: readonly [fit: Fit, heading: string],
  options: ArrheniusFigureOptions = {},
): Figure {
  const both = [a, b];
  const fits = both.map(([fit]) => fit);
  fits.forEach(check);
  const clock = clockOf(fits);
  const windows = alike(fits.map(windowOf));
  const title = options.title ?? "Two answers to one question: ln k against 1/T";
  const caption = options.caption === undefined
    ? both.map(([fit, heading]) => `${heading}: ${fit.verdict}`)
    : [options.caption].flat();
  const size = { width: 420, height: 350, clock, temperatureLabel: options.temperatureLabel };
  return layOut({
    title,
    subtitle: options.subtitle ??
      "Both panels have the same scale: an equal slope looks equally steep",
    alt: [title, ...both.map(([fit, heading]) => `${heading}: ${arrheniusAlt(fit)}`), ...caption]
      .join(" "),
    legend: arrheniusLegend(fits, clock),
    ramp: clock,
    panels: both.map(([fit, heading], i) =>
      headed(arrheniusPanel(fit, windows[i], size), [heading, arrheniusSummary(fit)])
    ),
    caption,
  });
}

function check(a: Fit): void {
  checkPoints(a.points, ["x", "y"], "points of the Arrhenius fit");
}

/** Windows widened about their middles until all are of one size. */
function alike(windows: Window[]): Window[] {
  const span = (axis: "x" | "y") => Math.max(...windows.map((w) => w[axis][1] - w[axis][0]));
  const widened = ([lo, hi]: [number, number], span: number): [number, number] => {
    const middle = (lo + hi) / 2;
    return [middle - span / 2, middle + span / 2];
  };
  const x = span("x"), y = span("y");
  return windows.map((w) => ({ x: widened(w.x, x), y: widened(w.y, y) }));
}
