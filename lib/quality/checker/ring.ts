import { nearestColour, palette } from "./palette.ts";

/** A background colour that the edge of a picture may show. */
export interface Candidate {
  /** Number in the palette. */
  colour: number;
  /** Part of the edge cells of which it is the nearest palette colour and not far. */
  share: number;
  /** Mean distance of those cells from the palette colour (RGB 0 to 441). */
  distance: number;
}

/** An edge cell farther than this from every palette colour shows no background (8-bit RGB, Euclid). */
const far = 70;
/** A colour that fills less of the edge is no candidate while another fills more. */
const least = 0.12;

/**
 * The palette colours that the outer ring of a picture shows, most of it first; with those of the corners.
 *
 * Where the glyph covers the edge, its colours are candidates too: comparing decides later. Where nothing is near the
 * palette, the nearest colour to the ring's mean is the only candidate, with share 0.
 */
export function ringColours(
  cells: Float32Array,
  grid: number,
  corners: Float32Array[],
): Candidate[] {
  const plane = grid * grid,
    count = new Float64Array(palette.length),
    sum = new Float64Array(palette.length);
  const mean = [0, 0, 0];
  let n = 0;
  for (let i = 0; i < plane; i++) {
    const x = i % grid, y = Math.floor(i / grid);
    if (x > 0 && y > 0 && x < grid - 1 && y < grid - 1) continue;
    const rgb = [0, 1, 2].map((c) => 255 * cells[i + c * plane]);
    rgb.forEach((v, c) => mean[c] += v);
    n++;
    const near = nearestColour(rgb[0], rgb[1], rgb[2]);
    if (near.distance > far) continue;
    count[near.index]++;
    sum[near.index] += near.distance;
  }
  const found = [...count.keys()].filter((i) => count[i] > 0)
    .map((colour) => ({ colour, share: count[colour] / n, distance: sum[colour] / count[colour] }))
    .sort((a, b) => b.share - a.share);
  if (!found.length) {
    const near = nearestColour(mean[0] / n, mean[1] / n, mean[2] / n);
    return [{ colour: near.index, share: 0, distance: near.distance }];
  }
  const shown = found.filter((c, i) => i === 0 || c.share >= least).slice(0, 3);
  // Square glyphs leave little more of the background than the corners: each corner's colour is a candidate too.
  for (const [r, g, b] of corners) {
    const near = nearestColour(255 * r, 255 * g, 255 * b);
    if (near.distance > far || shown.some((c) => c.colour === near.index)) continue;
    const seen = found.find((c) => c.colour === near.index);
    shown.push(seen ?? { colour: near.index, share: 0, distance: near.distance });
  }
  return shown;
}
