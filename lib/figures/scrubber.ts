import type { Completeness } from "@kgen/kinetics";
import { join } from "node:path";
import { describeRun } from "./film_frame.ts";
import { checkFilm, type FilmRun } from "./film_strip.ts";
import { embedPicture } from "./picture_file.ts";
import { clockOf } from "./rate_text.ts";
import { scrubberData } from "./scrubber_data.ts";
import { scrubberView } from "./scrubber_view.ts";
import { COLOURS, FAINT, FONT, INK, RULE } from "./style.ts";
import { escapeXml } from "./svg.ts";

/** Something to use in a page: HTML with a small script and all its data inside. */
export interface View {
  html: string;
  /** What it shows, in words. */
  alt: string;
  title: string;
}

/** Largest side of a frame in the view, in pixels of its file; halved, as `embedPicture` takes it. */
const SIDE = 96;

/**
 * An interactive view of one run: a slider (or the arrow keys) moves through its frames, and completeness I(t), both fitted laws
 * and their k·C move along, each fitted to the frames up to that step.
 *
 * Frames, data and script are inside, so it works in JupyterLab, in a published page and without a network. Where scripts do
 * not run (a notebook that is not trusted, a preview) all frames stand in order instead. The same run gives the same bytes.
 *
 * @param run with its frames
 * @param c its completeness, from `completeness(rows, metric)`
 * @throws {FigureError} when the run has no evaluations, or frames but no folder
 *
 * @example
 * ```ts
 * import { scrubber } from "@kgen/figures";
 * import { completeness } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const row = { run: "r1", host: "embedded", variant: "turbo", gpu: null, prompt: "樱花", seed: 7,
 *   batch: 1, sigma: null, metric: "rmse", reference: "last frame" };
 * const rmse = [0.4, 0.25, 0.16, 0.09, 0.05, 0.03, 0];
 * const rows = rmse.map((value, i) => ({ ...row, step: i + 1, nfe: i + 1, t_s: 0.1 * i, value }));
 * const evaluations = rows.map(({ step, nfe, t_s }) => ({ step, nfe, t: t_s, sigma: null, frame: null }));
 * const view = await scrubber({ prompt: "樱花", evaluations }, completeness(rows, "rmse"));
 * assert.match(view.html, /data-kgen-scrubber/);
 * ```
 */
export async function scrubber(
  run: FilmRun,
  c: Completeness,
  options: { title?: string } = {},
): Promise<View> {
  checkFilm(run);
  const data = scrubberData(run, c, clockOf([c]));
  const frames = await Promise.all(run.evaluations.map((e) => still(run, e)));
  const prompt = run.prompt?.trim() || "no prompt";
  const title = options.title ?? `Step by step: ${prompt}`;
  const end = data.steps.at(-1)!;
  const alt = `Frames of a run with a slider. ${describeRun(run)}. Prompt: ${prompt}. ` +
    `I (${c.metric}) ends at ${end.I ?? "an unknown value"}` +
    (end.fits[0] ? `; order 1 fitted to all frames: k·C = ${end.fits[0][0]} s⁻¹` : "");
  const colours = { ink: INK, one: COLOURS.blue, two: "#B34E00", faint: FAINT, rule: RULE };
  // "<" would end the script.
  const given = [data, colours, FONT].map((x) => JSON.stringify(x).replace(/</g, "\\u003c"));
  const html =
    `<div data-kgen-scrubber role="group" aria-label="${
      escapeXml(title)
    }"><p style="margin:.3em 0;font-weight:600">${escapeXml(title)}</p>` +
    `<div data-frames style="display:flex;flex-wrap:wrap;gap:8px;max-width:860px">${
      frames.join("")
    }</div>` +
    `<script>(${scrubberView.toString()})(${given.join(",")})</script></div>`;
  return { html, alt, title };
}

/** A frame as it stands where scripts do not run. */
async function still(run: FilmRun, e: FilmRun["evaluations"][number]): Promise<string> {
  const words = `step ${e.step}, NFE ${e.nfe}`;
  const picture = e.frame === null
    ? null
    : await embedPicture(join(run.dir!, e.frame), SIDE).catch(() => null);
  const shown = picture ? `<img src="${picture.uri}" width="96" alt="${words}">` : "no frame";
  return `<div style="width:96px;font-size:11px;text-align:center">${shown}<br>${words}</div>`;
}
