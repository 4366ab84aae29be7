import { applyMetric, dot } from "./metric.ts";
import { palette } from "./palette.ts";
import type { Reference } from "./reference.ts";

/**
 * What comparing with every glyph over one background needs.
 *
 * A glyph of premultiplied colour P and alpha A over a background b is P + (1 − A)·b: linear in (P, A), so the
 * components of the reference give the components of pictures over any background, and a glyph with the code c is
 * b + L·mean + L·basisᵀ·c, L being the laying over b.
 */
export interface Backdrop {
  /** Picture of the mean glyph, planes red, green, blue, 0 to 1. */
  mean: Float32Array;
  /** The components as pictures: k x 3·grid². */
  parts: Float32Array;
  /** M·parts, to project pictures with. */
  measured: Float32Array;
  /** Of each glyph cᵀGc with G = parts·M·partsᵀ: its energy in the metric. */
  energy: Float32Array;
  background: Float32Array;
}

/** Makes the tables of a palette colour. About 0.1 s: keep it. */
export function backdrop(r: Reference, colour: number): Backdrop {
  const plane = r.grid * r.grid, dim = 3 * plane, { k, n, codes } = r;
  const rgb = palette[colour].rgb;
  const lay = (u: Float32Array, from: number, out: Float32Array, to: number) => {
    for (let c = 0; c < 3; c++) {
      const factor = (r.mid - rgb[c] / 255) / r.spread;
      for (let i = 0; i < plane; i++) {
        out[to + c * plane + i] = u[from + c * plane + i] + factor * u[from + 3 * plane + i];
      }
    }
  };
  const background = new Float32Array(dim), mean = new Float32Array(dim);
  for (let c = 0; c < 3; c++) background.fill(rgb[c] / 255, c * plane, (c + 1) * plane);
  lay(r.mean, 0, mean, 0);
  for (let i = 0; i < dim; i++) mean[i] += background[i];
  const parts = new Float32Array(k * dim), measured = new Float32Array(k * dim);
  for (let a = 0; a < k; a++) {
    lay(r.basis, a * 4 * plane, parts, a * dim);
    measured.set(applyMetric(parts.subarray(a * dim, (a + 1) * dim), r.grid, r.gamma), a * dim);
  }
  const gram = new Float32Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      gram[a * k + b] = gram[b * k + a] = dot(
        parts.subarray(a * dim, (a + 1) * dim),
        measured,
        b * dim,
      );
    }
  }
  const energy = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let e = 0;
    for (let a = 0; a < k; a++) {
      let s = 0.5 * gram[a * k + a] * codes[i * k + a];
      for (let b = 0; b < a; b++) s += gram[a * k + b] * codes[i * k + b];
      e += 2 * s * codes[i * k + a];
    }
    energy[i] = e;
  }
  return { mean, parts, measured, energy, background };
}
