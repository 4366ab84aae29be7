import { type Reference, styles } from "./reference.ts";
import type { Likeness } from "./sight.ts";

/** The number of the nearest glyph, of one style (0 Noto, 1 Twemoji) or of both. */
export function nearestGlyph(r: Reference, of: Float32Array, style?: number): number {
  let best = -1;
  for (let i = 0; i < r.n; i++) {
    if ((style === undefined || r.styleOf[i] === style) && (best < 0 || of[i] < of[best])) best = i;
  }
  return best;
}

/** The nearest emoji, skin tones taken as one, and the margin to the next twin class. */
export function likenesses(
  r: Reference,
  of: Float32Array,
  empty: number,
  style: number | undefined,
  near: number,
) {
  const best = new Map<number, number>();
  for (let i = 0; i < r.n; i++) {
    if (style !== undefined && r.styleOf[i] !== style) continue;
    const base = r.emoji[r.emojiOf[i]].base, now = best.get(base);
    if (now === undefined || of[i] < of[now]) best.set(base, i);
  }
  const sorted = [...best.values()].sort((a, b) => of[a] - of[b]);
  const like = (i: number): Likeness => ({
    emoji: r.emoji[r.emojiOf[i]],
    style: styles[r.styleOf[i]],
    distance: Math.max(0, of[i]) / Math.max(empty, 1e-6),
  });
  const first = like(sorted[0]);
  const other = sorted.find((i) => r.emoji[r.emojiOf[i]].twin !== first.emoji.twin)!;
  return { near: sorted.slice(0, near).map(like), margin: like(other).distance - first.distance };
}
