import { join } from "node:path";
import type { FilmRun } from "./film_strip.ts";
import { type Embedded, embedPicture } from "./picture_file.ts";
import { EMPTY, FAINT, RULE } from "./style.ts";
import { element, label } from "./svg.ts";

/** Height of the two lines under a frame. */
export const LABELS = 30;

/** "turbo · 8 steps, 8 NFE · seed 7 · guidance 1 · euler". */
export function describeRun({ variant, evaluations, seed, cfg, sampler }: FilmRun): string {
  const count = evaluations.length;
  return [
    variant,
    `${count} ${count === 1 ? "step" : "steps"}, ${evaluations[count - 1].nfe} NFE`,
    seed === null || seed === undefined ? undefined : `seed ${seed}`,
    cfg === null || cfg === undefined ? undefined : `guidance ${cfg}`,
    sampler ?? undefined,
  ].filter((part) => part !== undefined).join(" · ");
}

/** One frame with its step, NFE, σ and t below; what is missing keeps its place and says so. */
export async function frameAt(
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

/** An empty place that says why it is empty. */
export function noFrame(why: string, x: number, y: number, side: number): string {
  const box = { width: side - 1, height: side - 1, fill: EMPTY, stroke: RULE };
  const words = { "text-anchor": "middle", "font-size": 10, fill: FAINT };
  return element("rect", { x: x + 0.5, y: y + 0.5, ...box, "stroke-dasharray": "3 3" }) +
    label(x + side / 2, y + side / 2 + 3, why, words);
}

/** Digits as many as fit under a frame. */
export function seconds(t: number): string {
  return t.toFixed(t < 10 ? 3 : t < 100 ? 2 : 1);
}
