import { apng } from "./apng.ts";
import { drawMoment, namesOf, type Scene } from "./animation_page.ts";
import { stillsOf } from "./animation_stills.ts";
import { animatedGif, pngFrames, rasterise } from "./animation_raster.ts";
import { FigureError } from "./figure.ts";
import { describeRun } from "./film_frame.ts";
import { checkFilm, type FilmRun } from "./film_strip.ts";
import { notes } from "./metric_words.ts";
import { checkTimes, moments, paceText, roundSlowdown } from "./pacing.ts";

/** A moving picture. `show` of @kgen/notebook plays it; writeFile(path, bytes) keeps it. */
export interface Animation {
  bytes: Uint8Array;
  mime: "image/png" | "image/gif";
  title: string;
  /** What it shows, in words, with its pace and size. */
  alt: string;
  /** In pixels. */
  width: number;
  height: number;
  /** Recorded time is shown so many times slower; below 1: faster. */
  slowdown: number;
  /** Each picture: since when it stood (s since the sampler began), and how long it is shown. */
  moments: { t: number; delay_ms: number }[];
}

/** Settings of {@linkcode animation}. */
export interface AnimationOptions {
  /** "apng" (default): every colour as captured. "gif": 256 colours, for programs without APNG. */
  format?: "apng" | "gif";
  /** So many times slower than recorded; by default the round number that takes about four seconds. */
  slowdown?: number;
  /** How long the last picture stands, s; default 2. */
  hold?: number;
  /** Side of the place for a frame in pixels; default 288, with several runs 192. */
  side?: number;
  /** Names of several runs; by default what differs between them. */
  names?: readonly string[];
  /** Default: the prompt. */
  title?: string;
  /** What is recorded and what is synthetic. */
  note?: string | readonly string[];
}

/** Runs side by side at most: more do not fit a notebook. */
const MOST = 6;

/**
 * A run as it happened: each frame stands as long as it stood then, times a stated slow-down, and the last is held.
 * Several runs play side by side on one clock that starts with each sampler.
 *
 * It is an animated PNG: browsers, JupyterLab and GitHub play it, no colour is lost (a GIF has 256, and its noise
 * differs from the captured one), and a viewer that cannot play it shows the finished picture.
 *
 * @throws {FigureError} no runs or over six, no evaluations, times that are missing or go back, no folder
 *
 * @example
 * ```ts
 * import { animation } from "@kgen/figures";
 * import assert from "node:assert/strict";
 *
 * const evaluations = [1, 2].map((step) => ({ step, nfe: step, t: step / 10, sigma: null, frame: null }));
 * const moving = await animation({ prompt: "樱花", evaluations }, { slowdown: 20, hold: 1 });
 * assert.equal(moving.mime, "image/png");
 * assert.deepEqual(moving.moments.map((m) => m.delay_ms), [2000, 2000, 1000]);
 * ```
 */
export async function animation(
  run: FilmRun | readonly FilmRun[],
  options: AnimationOptions = {},
): Promise<Animation> {
  const runs = Array.isArray(run) ? run as readonly FilmRun[] : [run as FilmRun];
  const { format = "apng", hold = 2 } = options;
  check(runs, options);
  const slowdown = options.slowdown ?? roundSlowdown(runs);
  const side = Math.round(options.side ?? (runs.length === 1 ? 288 : 192));
  const prompts = [...new Set(runs.map((r) => r.prompt?.trim() || "no prompt"))];
  const title = options.title ?? prompts.join(" | ");
  const pace = `${paceText(slowdown)}, the last frame held ${hold} s`;
  const told = [`Paced by recorded times, ${pace}.`, ...notes(options.note)];
  const names = [...options.names ?? namesOf(runs)];
  const stills = await Promise.all(runs.map((r) => stillsOf(r, side)));
  const scene: Scene = { runs, names, stills, side, title, alt: "", told };
  const shown = moments(runs, slowdown, hold);
  const pages = [];
  for (const moment of shown) pages.push(await rasterise(drawMoment(scene, moment).svg));
  const delays = shown.map((m) => m.delay_ms);
  const bytes = format === "gif"
    ? await animatedGif(pages, delays)
    : await pngFrames(pages, delays).then(({ still, frames }) => apng(still, frames));
  const { width, height } = pages[0];
  const what = runs.length === 1
    ? describeRun(runs[0])
    : runs.map((r, i) => `${names[i]}: ${describeRun(r)}`).join("; ");
  const alt = `Animation of ${runs.length === 1 ? "a run" : `${runs.length} runs side by side`}, ` +
    `from noise to picture: ${what}. Prompt: ${prompts.join(" | ")}. ${told.join(" ")} ` +
    `${width} × ${height} pixels, ${shown.length} pictures, ${sizeText(bytes.length)}.`;
  return {
    bytes,
    mime: format === "gif" ? "image/gif" : "image/png",
    title,
    alt,
    width,
    height,
    slowdown,
    moments: shown.map(({ t, delay_ms }) => ({ t, delay_ms })),
  };
}

function check(
  runs: readonly FilmRun[],
  { slowdown, hold, side, names, format }: AnimationOptions,
) {
  if (runs.length === 0 || runs.length > MOST) {
    throw new FigureError(
      `An animation shows 1 to ${MOST} runs side by side; given ${runs.length}.`,
    );
  }
  runs.forEach((run, i) => {
    checkFilm(run);
    checkTimes(run, run.id ?? `run ${i + 1}`);
  });
  const bad = (what: string) => new FigureError(`animation: ${what}`);
  if (slowdown !== undefined && !(slowdown > 0 && slowdown < Infinity)) {
    throw bad(`slowdown must be above 0, such as 10; got ${slowdown}.`);
  }
  if (hold !== undefined && !(hold >= 0 && hold <= 60)) {
    throw bad(`hold must be 0 to 60 s; got ${hold}.`);
  }
  if (side !== undefined && !(side >= 32 && side <= 1024)) {
    throw bad(`side must be 32 to 1024 pixels; got ${side}.`);
  }
  if (names && names.length !== runs.length) {
    throw bad(`${names.length} names for ${runs.length} runs.`);
  }
  if (format !== undefined && format !== "apng" && format !== "gif") {
    throw bad(`format must be "apng" or "gif"; got "${format}".`);
  }
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
