import type { Picture } from "../picture.ts";
import { type Backdrop, backdrop } from "./backdrop.ts";
import { boxes, cellsOf } from "./cells.ts";
import { distances } from "./nearest.ts";
import { palette } from "./palette.ts";
import { type Reference, type Style, styles } from "./reference.ts";

/** The skin tone that a picture of a known emoji shows. */
export interface Tone {
  /** 0 for none (yellow), 1 light to 5 dark. */
  tone: number;
  /** How much farther the next tone is, as a part of the distance to the background alone. */
  margin: number;
}

const backdrops = new WeakMap<Reference, Map<number, Backdrop>>();

/**
 * The skin tone of a picture of one thing whose emoji, font and background are known: that of its nearest glyph.
 * How far to trust it: data/nano/evaluation/README.md. Null where the reference has no tones of that emoji.
 */
export function toneOf(
  r: Reference,
  p: Picture,
  known: { base: number; style: Style; background: string },
): Tone | null {
  const colour = palette.findIndex((c) => c.en === known.background);
  let mine = backdrops.get(r);
  if (!mine) backdrops.set(r, mine = new Map());
  let b = mine.get(colour);
  if (!b) mine.set(colour, b = backdrop(r, colour));
  const { of, empty } = distances(r, b, cellsOf(p, boxes.centre, r.grid));
  const style = styles.indexOf(known.style), best = new Map<number, number>();
  for (let i = 0; i < r.n; i++) {
    const e = r.emoji[r.emojiOf[i]];
    if (e.base !== known.base || r.styleOf[i] !== style) continue;
    // `distances` makes tones 5 % dearer, as prompts seldom ask for one. Here each is as likely.
    const d = e.tone ? of[i] / 1.05 : of[i];
    if (d < (best.get(e.tone) ?? Infinity)) best.set(e.tone, d);
  }
  const sorted = [...best].sort((a, z) => a[1] - z[1]);
  if (sorted.length < 2) return null;
  return { tone: sorted[0][0], margin: (sorted[1][1] - sorted[0][1]) / Math.max(empty, 1e-6) };
}
