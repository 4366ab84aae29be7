import { type Figure, FigureError } from "./figure.ts";
import { describeRun, frameAt, LABELS } from "./film_frame.ts";
import { notes } from "./metric_words.ts";
import { FAINT } from "./style.ts";
import { finish, label } from "./svg.ts";
import { wrap } from "./words.ts";

/** The part of a Run that the film strip shows. */
export interface FilmRun {
  /** Tells its scores from those of other runs. */
  id?: string;
  prompt: string | null;
  evaluations: readonly {
    step: number;
    nfe: number;
    t: number;
    sigma: number | null;
    frame: string | null;
  }[];
  /** The folder of the Run; frames are paths within it. */
  dir?: string;
  variant?: string;
  seed?: number | null;
  cfg?: number | null;
  sampler?: string | null;
}

/** Settings of {@linkcode filmStrip}. */
export interface FilmOptions {
  /** Frames in a row; default 8, which is what JupyterLab shows without cutting. */
  columns?: number;
  /** Side of the place for a frame in pixels, default 96. A frame is never enlarged. */
  side?: number;
  /** Default: the prompt. */
  title?: string;
  /** What is recorded and what is synthetic, below the frames. */
  note?: string | readonly string[];
}

const MARGIN = 16, GAP = 8;

/**
 * All captured frames of a run in order, each with its step, NFE, noise level σ and time t since the
 * sampler began. Frames stand in the SVG as data, at their own size up to 96 px.
 *
 * An evaluation without a frame, and a file that cannot be read, keep their place and say so.
 *
 * @throws {FigureError} when the run has no evaluations, or frames but no folder
 *
 * @example
 * ```ts
 * import { filmStrip } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const evaluations = [{ step: 1, nfe: 2, t: 0.062, sigma: 1, frame: null }];
 * const figure = await filmStrip({ prompt: "樱花", evaluations });
 * assert.match(figure.svg, /樱花/);
 * assert.match(figure.svg, /NFE 2/);
 * ```
 */
export async function filmStrip(run: FilmRun, options: FilmOptions = {}): Promise<Figure> {
  checkFilm(run);
  const { evaluations } = run;
  const side = options.side ?? 96;
  const columns = Math.min(
    options.columns ?? 8,
    evaluations.length,
  );
  // Room for a title even above a single frame.
  const width = Math.max(columns * (side + GAP) - GAP, 360) + 2 * MARGIN;
  const prompt = run.prompt?.trim() || "no prompt";
  const heading = wrap(options.title ?? prompt, 15, width - 2 * MARGIN, 2);
  const top = MARGIN + heading.length * 20 + 22;
  const rows = Math.ceil(evaluations.length / columns);
  const bottom = top + rows * (side + LABELS + GAP) - GAP;
  const below = notes(options.note).flatMap((n) => wrap(n, 12, width - 2 * MARGIN, 4));
  const height = bottom + below.length * 17 + MARGIN;
  const frames = await Promise.all(evaluations.map((e, i) => {
    const x = MARGIN + (i % columns) * (side + GAP);
    const y = top + Math.floor(i / columns) * (side + LABELS + GAP);
    return frameAt(run, e, x, y, side);
  }));
  const title = heading.map((line, i) =>
    label(MARGIN, MARGIN + 14 + i * 20, line, { "font-size": 15, "font-weight": 600 })
  );
  const line = label(MARGIN, top - 12, describeRun(run), { "font-size": 12, fill: FAINT });
  const noted = below.map((l, i) => label(MARGIN, bottom + 17 * (i + 1), l, { "font-size": 12 }));
  const count = evaluations.length;
  const alt = `Film strip of ${count} ${count === 1 ? "step" : "steps"}, from noise to picture. ` +
    `${describeRun(run)}. Prompt: ${prompt}` + notes(options.note).map((n) => `. ${n}`).join("");
  const head = { title: options.title ?? `Film strip: ${prompt}`, alt, width, height };
  return finish(head, [...title, line, ...frames, ...noted].join(""));
}

/** Refuses a run that has nothing to show, or frames that cannot be found. */
export function checkFilm(run: FilmRun): void {
  if (run.evaluations.length === 0) {
    throw new FigureError("A film strip needs a run with evaluations; this one has none.");
  }
  if (!run.dir && run.evaluations.some((e) => e.frame !== null)) {
    throw new FigureError(
      "The run has no folder to read frames from. Open it with openRun(folder).",
    );
  }
}
