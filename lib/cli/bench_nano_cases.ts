import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { projectRoot } from "@kgen/notebook";
import type { EditCase, Picture, Place, Style } from "@kgen/quality";

export type Language = "en" | "zh";
export const languages: readonly Language[] = ["en", "zh"];

/** A prompt of data/nano/evaluation/prompts.json, in both languages, and the noise that both are drawn from. */
export interface PromptCase {
  id: string;
  seed: number;
  objects: { hexcode: string; place: Place }[];
  background: string;
  style: Style | null;
  en: string;
  zh: string;
}

const SIDE = 96;
const folder = () => join(projectRoot(), "data/nano/evaluation");
const read = (name: string) => JSON.parse(readFileSync(join(folder(), name), "utf8"));

/** n of a list, evenly spread over it, so that each kind keeps its share. */
export function spread<T>(all: readonly T[], n: number): T[] {
  const count = Math.min(n, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
}

/** n of the 500 prompts. */
export const promptCases = (n: number): PromptCase[] => spread<PromptCase>(read("prompts.json"), n);

/** Base in 8 bits draws at most so many: it is slow where the processor has no instructions for it, and compared with none. */
const INT8_PROMPTS = 100;

/** Those of the prompts that a variant draws. */
export const promptsOf = (variant: string, prompts: readonly PromptCase[]): PromptCase[] =>
  variant === "int8" ? spread(prompts, INT8_PROMPTS) : [...prompts];

/** n of the 40 cases of each kind of edit. */
export function editCases(n: number): EditCase[] {
  const kinds = Map.groupBy(read("edits.json") as EditCase[], (c) => c.kind);
  return [...kinds.values()].flatMap((mine) => spread(mine, n));
}

/** The pictures that are edited, by the id of their case. */
export async function editSources(): Promise<Map<string, Picture>> {
  const { data, info } = await sharp(join(folder(), "edit-sources.webp")).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  const row = info.width / SIDE;
  return new Map((read("edits.json") as EditCase[]).map(({ id }, k) => {
    const left = (k % row) * SIDE, top = Math.floor(k / row) * SIDE;
    const own = new Uint8Array(3 * SIDE * SIDE);
    for (let y = 0; y < SIDE; y++) {
      const at = 3 * ((top + y) * info.width + left);
      own.set(data.subarray(at, at + 3 * SIDE), 3 * y * SIDE);
    }
    return [id, { width: SIDE, height: SIDE, channels: 3, data: own }];
  }));
}

/** A mask as the host takes it: white where something is to be filled in. */
export function maskPicture(
  { x, y, w, h }: { x: number; y: number; w: number; h: number },
): Picture {
  const data = new Uint8Array(3 * SIDE * SIDE);
  for (let v = y; v < y + h; v++) data.fill(255, 3 * (v * SIDE + x), 3 * (v * SIDE + x + w));
  return { width: SIDE, height: SIDE, channels: 3, data };
}

/** The bytes of a PNG file of an RGB picture. */
export function pngOf({ width, height, data }: Picture): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer();
}
