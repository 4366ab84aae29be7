import { type Completeness, type OrderFits, type RateFit, t1 } from "@kgen/kinetics";
import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { drawConvergence, ORDERS, type Point } from "./convergence_panel.ts";
import { notes } from "./metric_words.ts";
import { clockOf, rate } from "./rate_text.ts";
import { FAINT, INK, SERIES } from "./style.ts";

/** Settings of {@linkcode convergence}. */
export interface ConvergenceOptions {
  /** Completeness that counts as converged, default 0.95. */
  threshold?: number;
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/**
 * Completeness I against the time since the first frame: the points, the curves of order 1 and 2 when
 * fits are given, the threshold, and t1, the time from which I stays above it.
 *
 * Points that are in no fit (the first and the last frame, which are 0 and 1 by construction) are
 * hollow. Several completenesses are told apart by colour; curves need a single one.
 *
 * @throws {FigureError} when there are no points, or fits beside several completenesses
 *
 * @example
 * ```ts
 * import { convergence } from "@kgen/figures";
 * import { completeness, fitOrders } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const row = { run: "r1", host: "embedded", variant: "turbo", gpu: null, prompt: "樱花", seed: 7,
 *   batch: 1, sigma: null, metric: "rmse", reference: "last frame" };
 * const rmse = [0.4, 0.25, 0.16, 0.09, 0.05, 0.03, 0];
 * const frames = rmse.map((value, i) => ({ ...row, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value }));
 * const c = completeness(frames, "rmse");
 * const figure = convergence(c, fitOrders(c));
 * assert.match(figure.svg, /^<svg xmlns=/);
 * ```
 */
export function convergence(
  completeness: Completeness | readonly Completeness[],
  fits?: OrderFits,
  options: ConvergenceOptions = {},
): Figure {
  const all = Array.isArray(completeness)
    ? completeness as readonly Completeness[]
    : [completeness as Completeness];
  const points = all.flatMap((c, series) => c.points.map((p) => ({ ...p, series })))
    .filter((p) => Number.isFinite(p.I));
  if (points.length === 0) throw new FigureError("There are no points of I against t to draw.");
  if (fits && all.length > 1) {
    throw new FigureError("Curves can be drawn for one completeness only; leave fits out.");
  }
  const threshold = options.threshold ?? 0.95;
  const reached = all.map((c) => t1(c, threshold));
  const colour = (i: number) => all.length === 1 ? INK : SERIES[i % SERIES.length];
  const curves = fits ? [fits.n1, fits.n2] : [];
  const metrics = [...new Set(all.map((c) => c.metric))].join(", ");
  const title = options.title ?? `How complete the picture is: I (${metrics}) against t`;
  const converged = reached.map((r) => {
    if (!r) return `I does not stay above ${threshold}`;
    const why = r.byConstruction ? ", by construction" : "";
    return `t1 = ${seconds(r.t)} s (step ${r.step}, NFE ${r.nfe}${why})`;
  });
  const legend: Key[] = all.length === 1
    ? [
      { mark: "dot", colour: INK, text: "frame" },
      { mark: "hollow", colour: INK, text: "frame left out of the fits" },
      ...curves.map((f) => curveKey(f)),
      { mark: "dashed", colour: FAINT, text: converged[0] },
    ]
    : all.map((c, i): Key => ({
      mark: "dot",
      colour: colour(i),
      text: nameOf(c, all, converged[i]),
    }));
  const said = fits ? [fits.verdict, ...new Set(fits.notes)] : [];
  const caption = [...said, ...notes(options.note)];
  const { alt, subtitle } = describe(all, curves, converged, caption);
  const single = all.length === 1 ? all[0] : null;
  const clock = clockOf(all);
  const panel = drawConvergence({ points, curves, threshold, reached, colour, single, clock });
  return layOut({ title, subtitle, alt, legend: only(legend, points), panels: [panel], caption });
}

/** Without hollow points the legend does not speak of them. */
function only(legend: Key[], points: Point[]): Key[] {
  return points.some((p) => !p.used) ? legend : legend.filter((k) => k.mark !== "hollow");
}

function curveKey(fit: RateFit): Key {
  const mark = fit.order === 2 ? "dashed" : "line";
  const plateau = fit.plateau === 1 ? "" : `, plateau ${short(fit.plateau)}`;
  const text = `n = ${fit.order}: ${rate(fit)}${plateau}`;
  return { mark, colour: ORDERS[fit.order as 1 | 2], text };
}

/** What tells this completeness from the others: its run, its metric, or both. */
function nameOf(c: Completeness, all: readonly Completeness[], converged: string): string {
  const metric = all.some((o) => o.metric !== c.metric) ? `${c.metric}, ` : "";
  const run = all.some((o) => o.run !== c.run) ? `${c.run}, ` : "";
  return `${metric}${run}${converged}`;
}

function describe(
  all: readonly Completeness[],
  curves: RateFit[],
  converged: string[],
  caption: string[],
): { alt: string; subtitle: string } {
  const single = all.length === 1;
  const { run, metric, baseline, baselineValue, ceilingValue, reference } = all[0];
  const { baselineName, plateau } = all[0];
  const noise = baselineName ?? (baseline === "first frame" ? "the first frame" : "given");
  const end = plateau ? ` (${plateau.name})` : "";
  const subtitle = single
    ? `Run ${run}. I = 0 at ${metric} ${short(baselineValue)} (${noise}), ` +
      `I = 1 at ${metric} ${short(ceilingValue)}${end}; scored against the ${reference}`
    : `Scored against the ${[...new Set(all.map((c) => c.reference))].join(", ")}`;
  const told = all.map((c, i) => `${c.points.length} points of ${c.metric}, ${converged[i]}`);
  const fitted = curves.map((f) => `order ${f.order}: ${rate(f)}`);
  const alt = ["Completeness I against time", ...told, ...fitted, ...caption].join(". ");
  return { alt, subtitle };
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function seconds(t: number): string {
  return t.toFixed(t < 10 ? 3 : 1);
}
