import { type Architecture, blockWeights, parametersOf, Z_IMAGE } from "./architecture.ts";
import { KineticsError } from "./errors.ts";
import type { Work } from "./roofline_types.ts";

/** What is asked of the model. */
export interface WorkOptions {
  /** Pixels; 1024 × 1024 unless given. */
  width?: number;
  height?: number;
  /** Text tokens with the template's, before padding; 64 unless given. */
  textTokens?: number;
  /** Pictures in one evaluation (guidance in one batch doubles it); 1 unless given. */
  batch?: number;
  /** Bytes a number; 2 (bf16) unless given. */
  bytesPerNumber?: number;
  architecture?: Architecture;
}

/**
 * Floating-point operations and bytes of one evaluation of the denoiser.
 *
 * With N tokens, width d and feed-forward f a block takes 2N(4d² + 3df) for its matrices and 4N²d for attention
 * (QKᵀ and the weighted sum of V; no causal mask). The joint blocks see text and picture, each refiner its own.
 * A multiplication with its addition counts as two. Norms, softmax and rotations are left out (below 1 %).
 *
 * Bytes are the least that must move: every weight once, and each block's input and output once. Real kernels
 * move more, so the intensity is an upper bound and the bandwidth ceiling is, too.
 *
 * @throws {KineticsError} a size that is not a multiple of the patch in pixels (16 for Z-Image)
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { workPerNfe } from "@kgen/kinetics";
 *
 * const work = workPerNfe();
 * assert.equal((work.parameters / 1e9).toFixed(3), "6.155");
 * assert.equal((work.flop / 1e12).toFixed(0), "56"); // TFLOP at 1024²
 * ```
 */
export function workPerNfe(options: WorkOptions = {}): Work {
  const { width = 1024, height = 1024, textTokens = 64, batch = 1, bytesPerNumber = 2 } = options;
  const a = options.architecture ?? Z_IMAGE;
  const side = a.vaeScale * a.patch;
  for (const [name, value] of Object.entries({ width, height })) {
    if (value > 0 && value % side === 0) continue;
    throw new KineticsError("argument", `${name} must be a multiple of ${side} px; got ${value}.`);
  }
  for (const [name, value] of Object.entries({ textTokens, batch })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new KineticsError("argument", `${name} must be a whole number from 1 up; got ${value}.`);
  }
  const padded = (n: number) => Math.ceil(n / a.padTo) * a.padTo;
  const image = padded((width / side) * (height / side)), text = padded(textTokens);
  const all = image + text, dim = a.dim, patchDim = a.channels * a.patch ** 2;
  const matrices = (n: number) => 2 * n * blockWeights(a);
  const attention = (n: number) => 4 * n * n * dim;
  const parts = [
    { part: "matrices of the joint blocks", flop: a.layers * matrices(all) },
    { part: "attention of the joint blocks", flop: a.layers * attention(all) },
    {
      part: "refiners",
      flop: a.imageRefiners * (matrices(image) + attention(image)) +
        a.textRefiners * (matrices(text) + attention(text)),
    },
    {
      part: "embedding, modulation and output",
      flop: 2 * (2 * image * patchDim * dim + text * a.textDim * dim) +
        2 * (a.layers + a.imageRefiners) * a.timeDim * 4 * dim,
    },
  ].map(({ part, flop }) => ({ part, flop: batch * flop }));
  const parameters = parametersOf(a);
  const activations = 2 * dim *
    (a.layers * all + a.imageRefiners * image + a.textRefiners * text);
  return {
    model: a.name,
    flop: parts.reduce((sum, p) => sum + p.flop, 0),
    bytes: bytesPerNumber * (parameters + batch * activations),
    parameters,
    tokens: { image, text },
    batch,
    parts,
  };
}
