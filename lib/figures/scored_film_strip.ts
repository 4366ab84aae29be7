import { type FrameLike, type FrameRow, rowsOf } from "@kgen/tables";
import { type Figure, FigureError } from "./figure.ts";
import { describeRun, frameAt, LABELS } from "./film_frame.ts";
import { checkFilm, type FilmOptions, type FilmRun } from "./film_strip.ts";
import { type FrameScore, scoresByStep } from "./frame_scores.ts";
import { type MetricWords, metricWords, notes } from "./metric_words.ts";
import { bestText, SCORE_LINE, scoreLegend, scoreLines } from "./score_lines.ts";
import { FAINT } from "./style.ts";
import { finish, label } from "./svg.ts";
import { cut, wrap } from "./words.ts";

/** Settings of {@linkcode scoredFilmStrip}. */
export interface ScoredFilmOptions extends FilmOptions {
  /** Which metrics, in this order; names, or `metric(name)` of @kgen/quality. Default: all in the scores. */
  metrics?: readonly (string | MetricWords)[];
}

const MARGIN = 16, GAP = 10;

/**
 * The film strip of a run with the scores of each frame under it, the best of each metric bold with a star.
 *
 * The frame that is its own reference is grey: it is perfect by construction, and the star goes to the best of the
 * others. Without a direction there is no star, and the figure says so.
 *
 * @param run the run that was scored
 * @param scores its rows of `scoreRows`, or the frame of `score`; of several runs those of `run.id`
 * @throws {FigureError} no evaluations, no scores of a metric, or two scores of one step
 *
 * @example
 * ```ts
 * import { scoredFilmStrip } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const evaluations = [1, 2, 3].map((step) => ({ step, nfe: step, t: step / 10, sigma: null, frame: null }));
 * const scores = [18.1, 24.6, Infinity].map((value, i) => (
 *   { step: i + 1, metric: "psnr", value, reference: "last frame" }
 * ));
 * const figure = await scoredFilmStrip({ prompt: "樱花", evaluations }, scores);
 * assert.match(figure.alt, /best psnr at step 2/);
 * ```
 */
export async function scoredFilmStrip(
  run: FilmRun,
  scores: FrameLike | readonly FrameScore[],
  options: ScoredFilmOptions = {},
): Promise<Figure> {
  checkFilm(run);
  const rows = scoresOf(run, scores);
  const metrics = metricWords(options.metrics ?? [...new Set(rows.map((r) => r.metric))]);
  if (metrics.length === 0) {
    throw new FigureError("There are no scores to draw. Score the run first: score(run).");
  }
  const scored = scoresByStep(rows, metrics);
  const { evaluations } = run;
  const side = options.side ?? 96;
  const columns = Math.min(options.columns ?? 8, evaluations.length);
  const width = Math.max(columns * (side + GAP) - GAP, 480) + 2 * MARGIN;
  const inner = width - 2 * MARGIN;
  const prompt = run.prompt?.trim() || "no prompt";
  const heading = wrap(options.title ?? prompt, 15, inner, 2);
  const top = MARGIN + heading.length * 20 + 22;
  const cell = side + LABELS + 6 + metrics.length * SCORE_LINE + GAP;
  const bottom = top + Math.ceil(evaluations.length / columns) * cell - GAP;
  const parts = heading.map((line, i) =>
    label(MARGIN, MARGIN + 14 + i * 20, line, { "font-size": 15, "font-weight": 600 })
  );
  parts.push(label(MARGIN, top - 12, cut(describeRun(run), 12, inner), small(12)));
  parts.push(
    ...await Promise.all(evaluations.map(async (e, i) => {
      const x = MARGIN + (i % columns) * (side + GAP);
      const y = top + Math.floor(i / columns) * cell;
      return await frameAt(run, e, x, y, side) +
        scoreLines(scored, e.step, x, y + side + LABELS + 6, side);
    })),
  );
  const told = [
    ...scoreLegend(scored, evaluations.map((e) => e.step)),
    ...notes(options.note),
  ];
  const lines = told.flatMap((t) => wrap(t, 12, inner, 4));
  lines.forEach((line, i) => parts.push(label(MARGIN, bottom + 8 + 17 * (i + 1), line, small(12))));
  const height = bottom + 8 + lines.length * 17 + MARGIN;
  const alt = `Film strip of ${evaluations.length} steps with scores. ${describeRun(run)}. ` +
    `Prompt: ${prompt}. ${scored.map(bestText).join("; ")}. ${told.join(" ")}`;
  const title = options.title ?? `Film strip with scores: ${prompt}`;
  return finish({ title, alt, width, height }, parts.join(""));
}

function scoresOf(run: FilmRun, scores: FrameLike | readonly FrameScore[]): FrameScore[] {
  const all = Array.isArray(scores)
    ? scores as readonly FrameScore[]
    : rowsOf(scores as FrameLike) as FrameRow[];
  const ids = new Set(all.map((r) => r.run).filter((id) => id !== undefined));
  const mine = all.filter((r) => run.id === undefined || r.run === undefined || r.run === run.id);
  if (run.id === undefined && ids.size > 1) {
    throw new FigureError(
      `The scores are of ${ids.size} runs, and this run has no id to tell its own.`,
    );
  }
  if (mine.length === 0 && all.length > 0) {
    throw new FigureError(
      `There are no scores of run ${run.id}; there are of ${[...ids].join(", ")}.`,
    );
  }
  return mine;
}

function small(size: number) {
  return { "font-size": size, fill: FAINT };
}
