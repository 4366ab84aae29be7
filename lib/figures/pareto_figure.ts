import type { Axis, Known, Recommendation, RecommendationRow } from "@kgen/kinetics";
import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { significant } from "./number_text.ts";
import { drawPareto, MARKS, type ParetoPoint } from "./pareto_panel.ts";

/** Settings of {@linkcode paretoFigure}. */
export interface ParetoFigureOptions {
  /** Axes; time across and quality upwards unless given. */
  x?: Axis;
  y?: Axis;
  title?: string;
  subtitle?: string;
  /** Paragraphs below. */
  caption?: string | readonly string[];
}

const WORDS: Record<Axis, string> = {
  time: "time a picture",
  latency: "latency",
  quality: "quality",
  memory: "peak of memory",
  cost: "cost",
};

/**
 * Options of a recommendation on two axes: the first and what is tied with it, the rest of the front, what is dominated
 * (grey), what was ruled out (hollow, with the limit that did it). Bars are 95 % intervals, for memory the range of the
 * runs. Options with an unknown number stand on a strip of their own: unknown is no place on an axis. The broken line is the front of
 * these two axes alone; the others count too.
 *
 * @throws {FigureError} no option has a number on the axis across
 *
 * @example
 * ```ts
 * import { paretoFigure } from "@kgen/figures";
 * import { benchmarkOptions, recommend } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const found = recommend(benchmarkOptions("seed"), { trust: "any", weights: { time: 0.7, quality: 0.3 } });
 * assert.match(paretoFigure(found).alt, /First: Turbo, H800/);
 * ```
 */
export function paretoFigure(found: Recommendation, options: ParetoFigureOptions = {}): Figure {
  const { x = "time", y = "quality" } = options;
  const drawable = found.rows.filter((r) => r.figures[x] !== null);
  if (drawable.length === 0) throw new FigureError(`No option has a number for ${WORDS[x]}.`);
  const points = drawable.map((r): ParetoPoint => ({
    name: r.option.name,
    standing: r.standing,
    label: labelOf(r),
    x: place(r.figures[x]!),
    y: r.figures[y] === null ? null : place(r.figures[y]!),
  }));
  const higher = y === "quality" &&
    found.rows.some((r) =>
      r.option.quality?.metric === found.need.metric && r.option.quality?.direction === "higher"
    );
  const drawn = drawPareto(points, {
    x: axisLabel(x, found, false, "←"),
    y: axisLabel(y, found, higher, higher ? "↑" : "↓"),
    strip: `${nameOf(y, found)} unknown`,
    higher,
  });
  const present = (s: RecommendationRow["standing"]) =>
    points.some((p) => p.standing === s && p.y !== null);
  const legend: Key[] = [];
  const key = (standing: RecommendationRow["standing"], text: string) => {
    if (!present(standing)) return;
    const { colour, hollow } = MARKS[standing];
    legend.push({ mark: hollow ? "hollow" : "dot", colour, text });
  };
  key("first", "first 首选");
  key("tied", "tied with it 并列");
  key("front", "front 前沿");
  key("unranked", "not ranked 无法排名 (diamond)");
  key("dominated", "dominated 被支配");
  key("ruled out", "ruled out 排除");
  if (points.some((p) => p.y === null)) {
    legend.push({
      mark: "hollow",
      colour: MARKS.unranked.colour,
      text: `${nameOf(y, found)} unknown`,
    });
  }
  legend.push({ mark: "dashed", colour: MARKS.front.colour, text: "front of these two axes" });
  const absent = found.rows.filter((r) => r.figures[x] === null).map((r) => r.option.name);
  const caption = options.caption === undefined
    ? captionOf(drawn.unnamed, absent, x)
    : [options.caption].flat();
  const title = options.title ?? `Pareto front 帕累托前沿: ${WORDS[x]} and ${nameOf(y, found)}`;
  return layOut({
    title,
    subtitle: options.subtitle ?? [found.need.use, found.need.use_zh].filter((t) => t).join(" "),
    alt: [title, ...altOf(found, x, y), ...caption].join(". "),
    legend,
    panels: [drawn.panel],
    caption,
  });
}

/** Interval that is drawn; a bar needs both ends above 0 on axes of ratios. */
function place(k: Known) {
  const [lo, hi] = k.ci ?? [k.value, k.value];
  return { value: k.value, lo: lo > 0 ? lo : k.value / 4, hi };
}

function labelOf(r: RecommendationRow): string {
  const name = r.option.name;
  return r.standing === "ruled out"
    ? `${name}: ${r.ruledOut.map((o) => o.limit).join(", ")}`
    : name;
}

function nameOf(axis: Axis, found: Recommendation): string {
  return axis === "quality" ? found.need.metric ?? "quality" : WORDS[axis];
}

function axisLabel(axis: Axis, found: Recommendation, higher: boolean, arrow: string): string {
  const unit = found.rows.map((r) => r.figures[axis]?.unit).find((u) => u);
  const better = higher ? "higher is better" : "lower is better";
  return `${nameOf(axis, found)}${unit ? ` (${unit})` : ""}, ${better} ${arrow}`;
}

function captionOf(unnamed: string[], absent: string[], x: Axis): string[] {
  const lines = [
    "Bars: 95 % intervals; of memory, the range of the runs. The reasons are in the table.",
  ];
  if (unnamed.length > 0) lines.push(`Not named, for want of room: ${unnamed.join("; ")}.`);
  if (absent.length > 0) lines.push(`Not drawn, ${WORDS[x]} unknown: ${absent.join("; ")}.`);
  return lines;
}

function altOf(found: Recommendation, x: Axis, y: Axis): string[] {
  const told = (k: Known | null) =>
    k === null ? "unknown" : `${significant(k.value)}${k.unit ? ` ${k.unit}` : ""}`;
  const list = (r: RecommendationRow) =>
    `${r.option.name} (${told(r.figures[x])}, ${nameOf(y, found)} ${told(r.figures[y])}`;
  const of = (standing: RecommendationRow["standing"], head: string) => {
    const rows = found.rows.filter((r) => r.standing === standing);
    return rows.length === 0 ? [] : [
      `${head}: ${
        rows.map((r) =>
          `${list(r)}${
            r.ruledOut.length > 0
              ? `, by ${r.ruledOut.map((o) => o.limit).join(", ")}`
              : ""
          })`
        ).join("; ")
      }`,
    ];
  };
  return [
    ...of("first", "First"),
    ...of("tied", "Tied"),
    ...of("front", "On the front"),
    ...of("unranked", "Not ranked"),
    ...of("dominated", "Dominated"),
    ...of("ruled out", "Ruled out"),
  ];
}
