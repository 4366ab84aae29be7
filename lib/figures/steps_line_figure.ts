import type { StepsLine } from "@kgen/kinetics";
import type { Figure } from "./figure.ts";
import { fitFigure, type FitFigureOptions } from "./fit_figure.ts";
import { fixed, plusMinus } from "./number_text.ts";

/**
 * Time of a job against its NFE with the fitted line: its slope is the time of one evaluation, its height
 * at 0 the overhead of a job.
 *
 * @example
 * ```ts
 * import { stepsLineFigure } from "@kgen/figures";
 * import { stepsLine } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const jobs = [1, 2, 4, 8, 16].map((nfe, i) => ({ nfe, seconds: 0.5 + 0.14 * nfe + 0.01 * (-1) ** i }));
 * assert.match(stepsLineFigure(stepsLine(jobs)).alt, /s an evaluation/);
 * ```
 */
export function stepsLineFigure(steps: StepsLine, options: FitFigureOptions = {}): Figure {
  const { perNfe, overhead, rate } = steps;
  const told = `The slope is ${plusMinus(perNfe.value, perNfe.se)} s an evaluation, so ` +
    `${plusMinus(rate.value, rate.se)} s⁻¹; at 0 NFE a job takes ` +
    `${plusMinus(overhead.value, overhead.se)} s, its overhead. ± is one standard error.`;
  return fitFigure(
    steps.points.map((p) => ({ x: p.nfe, y: p.seconds })),
    { line: steps.line.map(({ nfe, seconds, lo, hi }) => ({ x: nfe, y: seconds, lo, hi })) },
    {
      title: "Time of a job against the evaluations in it",
      subtitle: `${steps.n} jobs, R² ${fixed(steps.r2, 3)}`,
      xLabel: "evaluations of the denoiser, NFE",
      yLabel: "time of the job (s)",
      pointName: "job",
      lineName: "time = overhead + slope × NFE",
      level: steps.fit.level,
      caption: [told, ...steps.notes],
      ...options,
    },
  );
}
