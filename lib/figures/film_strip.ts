import { join } from "node:path";
import { type Figure, FigureError } from "./figure.ts";
import { type Embedded, embedPicture } from "./picture_file.ts";
import { EMPTY, FAINT, RULE } from "./style.ts";
import { element, finish, label } from "./svg.ts";
import { wrap } from "./words.ts";

/** The part of a Run that the film strip shows. */
export interface FilmRun {
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
}

const MARGIN = 16, GAP = 8, LABELS = 30;

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
  const { evaluations } = run;
  if (evaluations.length === 0) {
    throw new FigureError("A film strip needs a run with evaluations; this one has none.");
  }
  if (!run.dir && evaluations.some((e) => e.frame !== null)) {
    throw new FigureError(
      "The run has no folder to read frames from. Open it with openRun(folder).",
    );
  }
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
  const height = top + rows * (side + LABELS + GAP) - GAP + MARGIN;
  const frames = await Promise.all(evaluations.map((e, i) => {
    const x = MARGIN + (i % columns) * (side + GAP);
    const y = top + Math.floor(i / columns) * (side + LABELS + GAP);
    return frameAt(run, e, x, y, side);
  }));
  const title = heading.map((line, i) =>
    label(MARGIN, MARGIN + 14 + i * 20, line, { "font-size": 15, "font-weight": 600 })
  );
  const line = label(MARGIN, top - 12, describe(run), { "font-size": 12, fill: FAINT });
  const count = evaluations.length;
  const alt = `Film strip of ${count} ${count === 1 ? "step" : "steps"}, from noise to picture. ` +
    `${describe(run)}. Prompt: ${prompt}`;
  const head = { title: options.title ?? `Film strip: ${prompt}`, alt, width, height };
  return finish(head, title.join("") + line + frames.join(""));
}

/** "turbo, 8 steps, 8 NFE, seed 7, guidance 1, euler". */
function describe({ variant, evaluations, seed, cfg, sampler }: FilmRun): string {
  const count = evaluations.length;
  return [
    variant,
    `${count} ${count === 1 ? "step" : "steps"}, ${evaluations[count - 1].nfe} NFE`,
    seed === null || seed === undefined ? undefined : `seed ${seed}`,
    cfg === null || cfg === undefined ? undefined : `guidance ${cfg}`,
    sampler ?? undefined,
  ].filter((part) => part !== undefined).join(" · ");
}

async function frameAt(
  run: FilmRun,
  e: FilmRun["evaluations"][number],
  x: number,
  y: number,
  side: number,
): Promise<string> {
  const centre = x + side / 2;
  const small = { "text-anchor": "middle", "font-size": 10 };
  const sigma = e.sigma === null ? "" : `σ ${e.sigma.toFixed(3)}, `;
  const labels = label(centre, y + side + 13, `step ${e.step}, NFE ${e.nfe}`, small) +
    label(centre, y + side + 25, `${sigma}t ${seconds(e.t)} s`, { ...small, fill: FAINT });
  if (e.frame === null) return noFrame("no preview", x, y, side) + labels;
  let picture: Embedded;
  try {
    picture = await embedPicture(join(run.dir!, e.frame), side);
  } catch {
    return noFrame("unreadable", x, y, side) + labels;
  }
  const scale = Math.min(1, side / picture.width, side / picture.height);
  const width = picture.width * scale, height = picture.height * scale;
  const place = { x: centre - width / 2, y: y + (side - height) / 2, width, height };
  // A white picture on the white ground would have no edge.
  const edge = { fill: "none", stroke: RULE, "stroke-width": 0.5 };
  return element("image", { ...place, href: picture.uri }) +
    element("rect", { ...place, ...edge }) +
    labels;
}

function noFrame(why: string, x: number, y: number, side: number): string {
  const box = { width: side - 1, height: side - 1, fill: EMPTY, stroke: RULE };
  const words = { "text-anchor": "middle", "font-size": 10, fill: FAINT };
  return element("rect", { x: x + 0.5, y: y + 0.5, ...box, "stroke-dasharray": "3 3" }) +
    label(x + side / 2, y + side / 2 + 3, why, words);
}

/** Digits as many as fit under a frame. */
function seconds(t: number): string {
  return t.toFixed(t < 10 ? 3 : t < 100 ? 2 : 1);
}
