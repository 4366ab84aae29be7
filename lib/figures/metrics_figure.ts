import { type Completeness, t1 } from "@kgen/kinetics";
import { type Figure, FigureError } from "./figure.ts";
import { layOut } from "./layout.ts";
import { drawMetrics, type MetricCurve } from "./metrics_panel.ts";
import { directionText, type MetricWords, notes } from "./metric_words.ts";
import { significant } from "./number_text.ts";
import { clockOf } from "./rate_text.ts";
import { SERIES } from "./style.ts";

/** Settings of {@linkcode metricsFigure}. */
export interface MetricsFigureOptions {
  /** Completeness that counts as converged, default 0.95. */
  threshold?: number;
  /** Labels and units of the metrics, as `metric(name)` of @kgen/quality. */
  metrics?: readonly MetricWords[];
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/**
 * Several metrics of one run on one axis, each as completeness I: 0 at its baseline, 1 at its ceiling, so that
 * metrics of which lower is better rise too. Names stand at the curves, with which way the metric itself is better
 * and its own t1.
 *
 * Frames that are 0 or 1 by construction are hollow. A frame without a score leaves a gap and is named below.
 *
 * @throws {FigureError} no points, a metric twice, several runs (see `convergence`), or more than seven metrics
 *
 * @example
 * ```ts
 * import { metricsFigure } from "@kgen/figures";
 * import { completeness } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const row = { run: "r1", host: "embedded", variant: "turbo", gpu: null, prompt: "樱花", seed: 7,
 *   batch: 1, sigma: null, reference: "last frame" };
 * const rmse = [0.4, 0.25, 0.16, 0.09, 0], ssim = [0.2, 0.3, 0.6, 0.8, 1];
 * const frames = [["rmse", rmse], ["ssim", ssim]].flatMap(([metric, values]) =>
 *   (values as number[]).map((value, i) => (
 *     { ...row, metric: metric as string, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value }
 *   ))
 * );
 * const figure = metricsFigure([completeness(frames, "rmse"), completeness(frames, "ssim")]);
 * assert.match(figure.alt, /rmse, lower is better/);
 * ```
 */
export function metricsFigure(
  completenesses: readonly Completeness[],
  options: MetricsFigureOptions = {},
): Figure {
  check(completenesses);
  const threshold = options.threshold ?? 0.95;
  const curves = completenesses.map((c, i) => curveOf(c, i, threshold, options.metrics ?? []));
  const { run, reference } = completenesses[0];
  const references = [...new Set(completenesses.map((c) => c.reference))];
  const title = options.title ?? "How complete the picture is, by several metrics";
  const scored = references.length === 1 && reference !== "none"
    ? ` · scored against the ${reference}`
    : "";
  const subtitle = `Run ${run}${scored}`;
  const caption = [...captionOf(completenesses, references), ...notes(options.note)];
  const alt = `${title}. Completeness I against time. ${subtitle}. ` +
    `${curves.map((c) => `${c.name}, ${c.direction}, ${c.scale}, ${c.converged}`).join("; ")}. ` +
    caption.join(" ");
  const panel = drawMetrics(curves, threshold, clockOf(completenesses));
  return layOut({ title, subtitle, alt, legend: [], panels: [panel], caption });
}

function check(all: readonly Completeness[]): void {
  if (all.length === 0) throw new FigureError("There are no metrics to draw.");
  if (all.length > SERIES.length) {
    throw new FigureError(
      `${all.length} metrics cannot be told apart; draw ${SERIES.length} at most.`,
    );
  }
  const runs = [...new Set(all.map((c) => c.run))];
  if (runs.length > 1) {
    throw new FigureError(
      `These are ${runs.length} runs (${runs.slice(0, 3).join(", ")}); this figure is of one. ` +
        `For one metric of several runs use convergence.`,
    );
  }
  all.forEach((c, i) => {
    if (all.findIndex((o) => o.metric === c.metric && o.reference === c.reference) < i) {
      throw new FigureError(`The metric ${c.metric} stands twice.`);
    }
    if (!c.points.some((p) => Number.isFinite(p.I))) {
      throw new FigureError(`The metric ${c.metric} has no frame with a score.`);
    }
    const late = c.points.find((p) => !Number.isFinite(p.t));
    if (late) throw new FigureError(`The metric ${c.metric}: step ${late.step} has t = ${late.t}.`);
  });
}

function curveOf(
  c: Completeness,
  i: number,
  threshold: number,
  words: readonly MetricWords[],
): MetricCurve {
  const { label = c.metric, unit = "", direction } = words.find((m) => m.name === c.metric) ?? {};
  const tail = unit === "" ? "" : ` ${unit}`;
  const reached = t1(c, threshold);
  const why = reached?.byConstruction ? ", by construction" : "";
  return {
    name: label,
    colour: SERIES[i],
    // The ceiling is where the metric is best, so it says which way that is.
    direction: directionText(direction ?? (c.ceilingValue > c.baselineValue ? "higher" : "lower")),
    scale: `I = 0 at ${significant(c.baselineValue)}${tail}, 1 at ${
      significant(c.ceilingValue)
    }${tail}`,
    converged: reached
      ? `t1 = ${reached.t.toFixed(reached.t < 10 ? 3 : 1)} s (step ${reached.step}${why})`
      : `never stays above ${threshold}`,
    points: c.points,
    t1: reached?.t ?? null,
  };
}

function captionOf(all: readonly Completeness[], references: string[]): string[] {
  const told = [scaleText(all)];
  if (references.length > 1) {
    const against = (r: string) => r === "none" ? "none" : `the ${r}`;
    told.push(`References: ${all.map((c) => `${c.metric} ${against(c.reference)}`).join(", ")}.`);
  }
  if (all.some((c) => c.points.some((p) => !p.used && Number.isFinite(p.I)))) {
    told.push("Hollow: 0 or 1 by construction, or left out of fits.");
  }
  for (const c of all) {
    const missing = c.points.filter((p) => !Number.isFinite(p.I)).map((p) => p.step);
    if (missing.length > 0) {
      told.push(
        `${c.metric}: no score at step${missing.length > 1 ? "s" : ""} ${missing.join(", ")}.`,
      );
    }
    told.push(...c.notes.map((n) => n.startsWith(`${c.metric} `) ? n : `${c.metric}: ${n}`));
  }
  return [[...new Set(told)].join(" ")];
}

/** What 0 and 1 are: once where it is the same for all, else metric by metric. */
function scaleText(all: readonly Completeness[]): string {
  const ends = all.map(({ baseline, baselineName, plateau }) => {
    const zero = baselineName ?? (baseline === "first frame" ? "the first frame" : "a given score");
    return `I = 0 is ${zero}, I = 1 ${plateau?.name ?? "the ceiling"}`;
  });
  if (new Set(ends).size === 1) return `${ends[0]}.`;
  return all.map((c, i) => `${c.metric}: ${ends[i]}.`).join(" ");
}
