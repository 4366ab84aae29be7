import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Still } from "./animation_page.ts";
import type { FilmRun } from "./film_strip.ts";

/**
 * The frames of a run for a place `side` pixels wide and high: a small one is enlarged a whole number of times, pixel
 * by pixel, a large one shrunk. What cannot be shown becomes its reason.
 */
export async function stillsOf(run: FilmRun, side: number): Promise<Still[]> {
  const stills: Still[] = [];
  for (const { frame } of run.evaluations) {
    if (frame === null) stills.push("no preview");
    else stills.push(await still(join(run.dir!, frame), side).catch(() => "unreadable"));
  }
  return stills;
}

async function still(path: string, side: number): Promise<Still> {
  const { default: sharp } = await import("sharp");
  const bytes = await readFile(path);
  const { width, height } = await sharp(bytes).metadata();
  const times = Math.floor(side / Math.max(width, height));
  const sized = times >= 1
    ? sharp(bytes).resize(width * times, height * times, { kernel: "nearest" })
    : sharp(bytes).resize(side, side, { fit: "inside" });
  const { data, info } = await sized.removeAlpha().png().toBuffer({ resolveWithObject: true });
  const uri = `data:image/png;base64,${Buffer.from(data).toString("base64")}`;
  return { uri, width: info.width, height: info.height };
}
