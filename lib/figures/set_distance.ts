import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { notes } from "./metric_words.ts";
import { significant } from "./number_text.ts";
import { drawSetDistance, type SetSeries } from "./set_distance_panel.ts";
import { captionOf, checkDistance, one } from "./set_distance_words.ts";
import { SERIES } from "./style.ts";

/** Distance between the pictures of one step and a reference set. */
export interface SetDistancePoint {
  step: number;
  /** May be negative for a kernel distance, whose estimate is unbiased. */
  value: number | null;
  /** Interval of the value, where one is known; give both ends. */
  lo?: number | null;
  hi?: number | null;
  /** Standard deviation over subsets, as `kernelDistance` gives it: drawn as value ± std. */
  std?: number | null;
  /** Pictures in both sets. */
  n?: readonly [number, number];
  /** What is told apart by colour: a variant, a host. Several points of one step (seeds) are drawn each. */
  series?: string;
  warnings?: readonly string[];
  /** Of the result: "FID", "Fréchet distance (nano-checker)". Spread a result: {step, ...distance}. */
  name?: string;
  /** What made the features, of the result. */
  features?: string;
}

/** Settings of {@linkcode setDistanceFigure}. */
export interface SetDistanceOptions {
  /** Name of the distance, where the points have none. */
  name?: string;
  /** What made the features, where the points do not say it. */
  features?: string;
  /** What the error bars are: "95 % interval over 5 seeds". */
  interval?: string;
  /** What the sets are compared with: "the final frames". */
  reference?: string;
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/**
 * Distance of sets of pictures (Fréchet or kernel) against the step, with error bars where an interval is known, the
 * features in the title of the axis, and a warning below where a set has under 2,048 pictures.
 *
 * @throws {FigureError} no points, no value at all, no name, a single picture in a set, an interval without its value
 *
 * @example
 * ```ts
 * import { setDistanceFigure } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const points = [9, 5, 2, 0.4].map((value, i) => ({ step: i + 1, value, std: 0.3, n: [64, 64] as const }));
 * const figure = setDistanceFigure(points, { name: "kernel distance", features: "nano-checker" });
 * assert.match(figure.svg, /kernel distance, nano-checker features/);
 * assert.match(figure.alt, /under 2,048/);
 * ```
 */
export function setDistanceFigure(
  points: readonly SetDistancePoint[],
  options: SetDistanceOptions = {},
): Figure {
  if (points.length === 0) throw new FigureError("There are no distances of sets to draw.");
  points.forEach(checkDistance);
  const known = points.filter((p) => p.value !== null && !Number.isNaN(p.value));
  if (known.length === 0) throw new FigureError(`None of the ${points.length} points has a value.`);
  const names = [...new Set(known.map((p) => p.series ?? ""))];
  const series = names.map((name, i): SetSeries => ({
    name,
    colour: SERIES[i % SERIES.length],
    points: known.filter((p) => (p.series ?? "") === name)
      .map(({ step, value, lo, hi, std }) => ({
        step,
        value: value!,
        lo: lo ?? (std != null ? value! - std : null),
        hi: hi ?? (std != null ? value! + std : null),
      })),
  }));
  const name = one(known.map((p) => p.name ?? options.name), "name");
  const features = one(known.map((p) => p.features ?? options.features), "features");
  if (name === undefined) throw new FigureError("Say which distance it is: { name: result.name }.");
  const axis = features && !name.includes(features) ? `${name}, ${features} features` : name;
  const bars = options.interval ??
    (known.some((p) => p.lo != null)
      ? "the interval"
      : known.some((p) => p.std != null)
      ? "± one standard deviation over subsets"
      : "");
  const several = series.some((s) => new Set(s.points.map((p) => p.step)).size < s.points.length);
  const caption = [...captionOf(points, known), ...notes(options.note)];
  const from = options.reference ?? "the reference set";
  const title = options.title ?? `How far the pictures of each step are from ${from}`;
  const subtitle = [
    "lower is nearer",
    bars ? `error bars: ${bars}` : "no interval is known",
    several ? "line: mean of the points of a step" : "",
  ].filter((t) => t !== "").join(" · ");
  const legend: Key[] = names.length > 1
    ? series.map((s) => ({ mark: "dot", colour: s.colour, text: s.name || "no name" }))
    : [];
  const told = series.map((s) =>
    `${s.name ? `${s.name}: ` : ""}${
      s.points.map((p) => `step ${p.step} ${significant(p.value)}`).join(", ")
    }`
  );
  const alt = `${title}. ${axis} against the step, ${subtitle}. ${told.join("; ")}. ${
    caption.join(" ")
  }`;
  return layOut({ title, subtitle, alt, legend, panels: [drawSetDistance(series, axis)], caption });
}
