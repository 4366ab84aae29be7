import { checkPoints } from "./check.ts";
import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { significant } from "./number_text.ts";
import { scatterPanel } from "./scatter_panel.ts";
import { COLOURS, INK } from "./style.ts";
import { padded } from "./ticks.ts";

/** What a fit left over; every fit of @kgen/stats has it. */
export interface Residuals {
  fitted: readonly number[];
  /** y − fitted, in the order of measurement. */
  residuals: readonly number[];
}

/** Words of {@linkcode residualFigure}. */
export interface ResidualOptions {
  title?: string;
  subtitle?: string;
  /** What was fitted, with its unit: "ln k", "time of the job (s)". */
  yLabel?: string;
  /** The time of each row, in place of its number, and what that is: "time (s)". */
  time?: readonly number[];
  timeLabel?: string;
  caption?: string | readonly string[];
}

/**
 * Residuals against the fitted values, where a curve or a funnel would show, and in order of time, where neighbours
 * that resemble each other show. The Durbin-Watson number stands below, with what it says.
 *
 * @throws {FigureError} no residuals, lists of different lengths, values that are not finite
 *
 * @example
 * ```ts
 * import { residualFigure } from "@kgen/figures";
 * import { linearFit } from "@kgen/stats";
 * import assert from "node:assert/strict";
 *
 * const fit = linearFit([1, 2, 3, 4, 5], [1.1, 1.9, 3.2, 3.9, 5.0]);
 * assert.match(residualFigure(fit).svg, /Durbin-Watson/);
 * ```
 */
export function residualFigure(fit: Residuals, options: ResidualOptions = {}): Figure {
  const { fitted, residuals } = fit;
  const { time, yLabel = "y" } = options;
  for (const [name, list] of Object.entries({ fitted, time: time ?? residuals })) {
    if (list.length === residuals.length) continue;
    throw new FigureError(
      `There are ${residuals.length} residuals and ${list.length} values of ${name}; ` +
        "each residual needs one.",
    );
  }
  const rows = residuals.map((residual, i) => ({
    fitted: fitted[i],
    residual,
    time: time ? time[i] : i + 1,
  }));
  checkPoints(rows, ["fitted", "residual", "time"], "residuals");
  const largest = Math.max(...residuals.map(Math.abs)) || 1;
  const y = { domain: [-1.1 * largest, 1.1 * largest] as const, label: `residual of ${yLabel}` };
  const panel = (column: "fitted" | "time", label: string, joined: boolean) => {
    const domain = padded(rows.map((r) => r[column]));
    const points = rows.map((r) => ({ x: r[column], y: r.residual }));
    const zero = { points: domain.map((x) => ({ x, y: 0 })), colour: COLOURS.vermilion };
    const path = { points, colour: "#b5b5b5" };
    return scatterPanel({
      width: 420,
      height: 300,
      x: { domain, label },
      y,
      lines: joined ? [path, zero] : [zero],
      dots: points,
    });
  };
  const order = options.timeLabel ?? (time ? "time (s)" : "order of measurement");
  const legend: Key[] = [
    { mark: "dot", colour: INK, text: "residual: measured − fitted" },
    { mark: "line", colour: COLOURS.vermilion, text: "0: on the fitted line" },
  ];
  const title = options.title ?? `What the fit left over: residuals of ${yLabel}`;
  const caption = [...[options.caption ?? []].flat(), neighbours(residuals)];
  const alt = `${title}. ${rows.length} residuals against fitted values and against ${order}. ` +
    `The largest is ${significant(largest)}. ${caption.join(" ")}`;
  return layOut({
    title,
    subtitle: options.subtitle ?? "Left: look for a curve or a funnel. Right: look for waves",
    alt,
    legend,
    panels: [panel("fitted", `fitted ${yLabel}`, false), panel("time", order, true)],
    caption,
  });
}

/**
 * Durbin-Watson in words; rows stand in the order of measurement. Of n independent errors it is 2 with a standard
 * deviation of about 2/√n: what is more than two of those away is called so.
 */
function neighbours(residuals: readonly number[]): string {
  const rss = residuals.reduce((sum, e) => sum + e * e, 0);
  if (rss === 0 || residuals.length < 3) return "The line goes through every point.";
  const steps = residuals.slice(1).reduce((sum, e, i) => sum + (e - residuals[i]) ** 2, 0);
  const dw = steps / rss;
  const far = 4 / Math.sqrt(residuals.length);
  const says = dw < 2 - far
    ? "neighbours in time err alike, and plain standard errors are too small"
    : dw > 2 + far
    ? "neighbours in time err to opposite sides"
    : "no sign that neighbours in time resemble each other (2 is perfect)";
  return `Durbin-Watson ${dw.toFixed(2)}: ${says}.`;
}
