import type { ConvergenceTime } from "@kgen/kinetics";
import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { medianInterval } from "./median_interval.ts";
import { notes } from "./metric_words.ts";
import { significant } from "./number_text.ts";
import { FAINT, INK } from "./style.ts";
import { drawT1, type T1Group } from "./t1_panel.ts";
import { groupText } from "./t1_text.ts";

/** The convergence time of one run. */
export interface T1Point {
  /** What the run is counted with: a variant, a prompt, a sampler. */
  group: string;
  /** What `t1` of @kgen/kinetics gave, or seconds; null: the run did not converge. */
  t1: Pick<ConvergenceTime, "t" | "byConstruction"> | number | null;
}

/** Settings of {@linkcode t1Distribution}. */
export interface T1DistributionOptions {
  /** Completeness that counts as converged, for the words; default 0.95. */
  threshold?: number;
  /** Level of the interval of the median, default 0.95. */
  level?: number;
  /** The metric behind I, for the words. */
  metric?: string;
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/**
 * Convergence times of runs by group: every run a dot, with the median of the group and its distribution-free
 * interval. Never a histogram: few runs make any shape.
 *
 * Runs that did not converge stand apart on the right; runs of which only the last frame passes, which is its own
 * reference, are hollow. In the median both count as later than all others, for that is all they tell.
 *
 * @throws {FigureError} no runs, or a time that is not a number from 0 up
 *
 * @example
 * ```ts
 * import { t1Distribution } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const turbo = [0.12, 0.15, 0.13, 0.16, 0.14, 0.19].map((t1) => ({ group: "turbo", t1 }));
 * const figure = t1Distribution([...turbo, { group: "base", t1: 1.2 }, { group: "base", t1: null }]);
 * assert.match(figure.alt, /turbo: 6 runs, median 0\.145 s, 95 % interval 0\.12 to 0\.19 s/);
 * assert.match(figure.alt, /base: 2 runs, .*too few for an interval/);
 * ```
 */
export function t1Distribution(
  points: readonly T1Point[],
  options: T1DistributionOptions = {},
): Figure {
  if (points.length === 0) throw new FigureError("There are no convergence times to draw.");
  const { threshold = 0.95, level = 0.95, metric } = options;
  points.forEach(({ t1, group }, i) => {
    const t = timeOf(t1);
    if (t === null || (Number.isFinite(t) && t >= 0)) return;
    throw new FigureError(
      `convergence times: row ${
        i + 1
      } (${group}) has t1 = ${t}. Give seconds, or null for a run that ` +
        `did not converge.`,
    );
  });
  const groups = [...new Set(points.map((p) => p.group))].map((name): T1Group => {
    const mine = points.filter((p) => p.group === name);
    const sure = mine.filter((p) => timeOf(p.t1) !== null && !constructed(p.t1));
    const values = mine.map((p) => sure.includes(p) ? timeOf(p.t1)! : Infinity);
    return {
      name,
      dots: mine.filter((p) => p.t1 !== null).map((p) => ({
        t: timeOf(p.t1)!,
        hollow: constructed(p.t1),
      })),
      never: mine.filter((p) => p.t1 === null).length,
      n: mine.length,
      ...medianInterval(values, level),
    };
  });
  const percent = `${significant(100 * level)} %`;
  const hollow = groups.some((g) => g.dots.some((d) => d.hollow));
  const never = groups.reduce((sum, g) => sum + g.never, 0);
  const few = groups.filter((g) => g.lo === null);
  const caption = [
    few.length > 0
      ? `Too few runs for a ${percent} interval: ${
        few.map((g) => `${g.name} (${g.n})`).join(", ")
      }. ` +
        `It takes ${fewest(level)} runs.`
      : "",
    never > 0 ? `${never} of ${points.length} runs did not stay above I = ${threshold}.` : "",
    hollow || never > 0
      ? "In the median, runs that are hollow or did not converge count as later than all others."
      : "",
    ...notes(options.note),
  ].filter((t) => t !== "");
  const title = options.title ?? "How long until the picture has converged: t1 of each run";
  const by = metric ? ` by ${metric}` : "";
  const subtitle = `t1: the time from which completeness I${by} stays at ${threshold} or above`;
  const legend: Key[] = [
    { mark: "dot", colour: INK, text: "a run" },
    ...hollow
      ? [
        { mark: "hollow", colour: INK, text: "only the last frame passes, by construction" } as Key,
      ]
      : [],
    ...never > 0
      ? [{ mark: "hollow", colour: FAINT, text: "did not converge (on the right)" } as Key]
      : [],
    { mark: "line", colour: INK, text: `median and its ${percent} interval` },
  ];
  const told = groups.map((g) =>
    `${g.name}: ${g.n} ${g.n === 1 ? "run" : "runs"}, ${groupText(g, percent)}`
  );
  const alt = `${title}. ${subtitle}. ${told.join("; ")}. ${caption.join(" ")}`;
  const panels = [drawT1(groups, percent)];
  return layOut({ title, subtitle, alt, legend, panels, caption });
}

function timeOf(t1: T1Point["t1"]): number | null {
  if (t1 === undefined) return NaN; // forgotten, not "did not converge"
  return typeof t1 === "number" || t1 === null ? t1 : t1.t;
}

function constructed(t1: T1Point["t1"]): boolean {
  return typeof t1 === "object" && t1 !== null && t1.byConstruction;
}

function fewest(level: number): number {
  return Math.ceil(Math.log2(2 / (1 - level)) - 1e-9);
}
