// Which rendered glyphs stand for what. Reads what data/checker/build/render.mjs left in out/checker.
import { glyph, glyphRows, rng } from "../../checker/build/compose.ts";

export type Font = "noto" | "twemoji";
export interface Base {
  hex: string;
  en: string;
  zh: string;
  group: number;
  /** Row of the glyph in each font. */
  row: Record<Font, number>;
}

const at = new Map(glyphRows.map((r, i) => [`${r.set} ${r.hex}`, i]));
/** Row of a glyph; undefined where the font has none. */
export const rowOf = (font: Font, hex: string): number | undefined => at.get(`${font} ${hex}`);

/** Emoji without skin tone that both fonts have; components and single letters of flags are no things. */
export const bases: Base[] = glyphRows.flatMap((r, i) => {
  if (r.set !== "noto" || r.hex !== r.base || r.group === undefined || r.group === 2) return [];
  const other = rowOf("twemoji", r.hex);
  const row = { noto: i, twemoji: other! };
  return other === undefined ? [] : [{ hex: r.hex, en: r.en, zh: r.zh, group: r.group, row }];
});

/** Skin tones 1 to 5 of an emoji, as hexcodes, where both fonts have all. */
export const tones = new Map<string, string[]>();
for (const b of bases) {
  const mine = glyphRows.filter((r) => r.base === b.hex && r.set === "noto" && r.tone >= 1);
  const five = [1, 2, 3, 4, 5].map((t) => mine.find((r) => r.tone === t)?.hex);
  if (five.every((h) => h && rowOf("noto", h) !== undefined && rowOf("twemoji", h) !== undefined)) {
    tones.set(b.hex, five as string[]);
  }
}

/** A list in an order that a seed gives. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = rng(seed), out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** Part of a picture's outermost two pixels that a glyph leaves to the background. */
export function freeEdge(row: number): number {
  const g = glyph(row);
  let n = 0, free = 0;
  for (let p = 0; p < 9216; p++) {
    const x = p % 96, y = (p - x) / 96;
    if (Math.min(x, y, 95 - x, 95 - y) > 1) continue;
    n++;
    free += +(g[p * 4 + 3] < 26);
  }
  return free / n;
}

/** Mean square difference of two glyphs over grey (colours 0 to 1); the second may be mirrored. */
export function glyphDifference(a: number, b: number, mirror = false): number {
  const u = glyph(a), v = glyph(b);
  let s = 0;
  for (let p = 0; p < 9216; p++) {
    const q = mirror ? p - 2 * (p % 96) + 95 : p;
    for (let c = 0; c < 3; c++) {
      const over = (g: Uint8Array, i: number) =>
        (g[i * 4 + c] * g[i * 4 + 3] / 255 + 128 * (1 - g[i * 4 + 3] / 255)) / 255;
      s += (over(u, p) - over(v, q)) ** 2;
    }
  }
  return s / (3 * 9216);
}
