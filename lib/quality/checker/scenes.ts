import type { Backdrop } from "./backdrop.ts";
import { layHalf } from "./half.ts";
import { nearestGlyph } from "./likeness.ts";
import { applyMetric, dot } from "./metric.ts";
import { distances, portrait } from "./nearest.ts";
import type { Reference } from "./reference.ts";
import type { Candidate } from "./ring.ts";
import type { Place } from "./sight.ts";

/** Two things must explain the picture this much better than one (squared error, ratio). */
const pairBias = 0.9;
/** Less contrast with the background than this, per cell, is no thing (squared, colours 0 to 1). */
const faint = 0.004;

/** What a picture may show: one background and nothing, one thing or two. */
export interface Scene {
  candidate: Candidate;
  /** Squared difference that stays between the picture and the reference's picture of it. */
  error: number;
  /** The error as scenes are compared by it. */
  cost: number;
  contrast: number;
  found: { place: Place; of: Float32Array; empty: number; style: number }[];
}

/** The best single thing and the best pair of one style over a background, and their errors on the same cells. */
export function scenesOf(
  r: Reference,
  b: Backdrop,
  candidate: Candidate,
  centre: Float32Array,
  halves: Float32Array[],
): Scene[] {
  const error = (picture: Float32Array) => norm(r, centre.map((v, i) => v - picture[i]));
  const contrast = error(b.background);
  const one = distances(r, b, centre);
  const glyph = nearestGlyph(r, one.of);
  const nothing: Scene = { candidate, contrast, error: contrast, cost: contrast, found: [] };
  if (contrast < faint * r.grid * r.grid) return [nothing];
  const alone = error(portrait(r, b, glyph));
  const single: Scene = {
    candidate,
    contrast,
    error: alone,
    cost: alone,
    found: [{ place: "centre", ...one, style: r.styleOf[glyph] }],
  };
  const sides = halves.map((cells) => distances(r, b, cells));
  // Both things have the style in which they fit better together; a side with no contrast has no thing.
  const full = sides.map((d) => d.empty >= faint * r.grid * r.grid);
  const cost = [0, 1].map((s) =>
    sides.reduce((sum, d, i) => sum + (full[i] ? d.of[nearestGlyph(r, d.of, s)] : d.empty), 0)
  );
  const style = cost[1] < cost[0] ? 1 : 0;
  const picture = b.background.slice();
  sides.forEach((d, i) => {
    if (full[i]) {
      layHalf(picture, portrait(r, b, nearestGlyph(r, d.of, style)), r.grid, i * r.grid / 2);
    }
  });
  const both = error(picture);
  const pair: Scene = {
    candidate,
    contrast,
    error: both,
    cost: both / pairBias,
    found: sides.map((d, i) => ({ place: i ? "right" as const : "left" as const, ...d, style }))
      .filter((_, i) => full[i]),
  };
  return [single, pair];
}

function norm(r: Reference, v: Float32Array): number {
  return dot(v, applyMetric(v, r.grid, r.gamma));
}
