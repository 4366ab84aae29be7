import type { Backdrop } from "./backdrop.ts";
import { applyMetric, dot } from "./metric.ts";
import type { Reference } from "./reference.ts";

/** How far a picture of cells is from each glyph over one background, and from nothing. */
export interface Distances {
  /** Of each glyph, up to a constant that the picture gives: smaller is nearer. */
  of: Float32Array;
  /** The distance to a picture of the background alone, on the same scale. */
  empty: number;
}

/**
 * Half of the glyphs are skin tones, generic shapes in brown that come nearest to much that is badly drawn. In prompts
 * they are rare, so one must be this much nearer. Set on pictures of nano v0; 1 and 1.05 differ by 1 in 224.
 */
const toneHandicap = 1.05;

/** Squared distances in the metric, within the components, from a picture of cells to all glyphs over one background. */
export function distances(r: Reference, b: Backdrop, cells: Float32Array): Distances {
  const { k, n, codes, emoji, emojiOf } = r, dim = cells.length;
  const d = new Float32Array(dim);
  for (let i = 0; i < dim; i++) d[i] = cells[i] - b.mean[i];
  const q = new Float32Array(k);
  for (let a = 0; a < k; a++) q[a] = dot(d, b.measured, a * dim);
  const own = dot(d, applyMetric(d, r.grid, r.gamma));
  const of = new Float32Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let s = 0;
    for (let a = 0; a < k; a++) s += q[a] * codes[at++];
    const distance = own + b.energy[i] - 2 * s;
    of[i] = emoji[emojiOf[i]].tone ? toneHandicap * distance : distance;
  }
  for (let i = 0; i < dim; i++) d[i] = cells[i] - b.background[i];
  return { of, empty: dot(d, applyMetric(d, r.grid, r.gamma)) };
}

/** The picture in cells that the reference has of a glyph over a background (blurred by the few components). */
export function portrait(r: Reference, b: Backdrop, glyph: number): Float32Array {
  const out = b.mean.slice(), dim = out.length;
  for (let a = 0; a < r.k; a++) {
    const c = r.codes[glyph * r.k + a];
    for (let i = 0; i < dim; i++) out[i] += c * b.parts[a * dim + i];
  }
  return out;
}
