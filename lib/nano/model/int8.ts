import { floats, type Safetensors } from "./safetensors.ts";

/** A file that a graph names and that is handed to it from memory. */
export interface ExternalFile {
  path: string;
  data: Uint8Array;
}

/** The matrices whose products an 8-bit graph computes in 8 bits: those of its blocks. */
const inBlock = /^(blocks|noise|cap)\.\d+\.(qkv|o|w13|w2)\.weight$/;

/**
 * A matrix in 8 bits: w ≈ q·scale of its row, with q from -127 to 127 (symmetric, one scale for each output channel).
 *
 * `w` is [out,in]; the result is [in,out], as the product takes it.
 */
export function quantise(
  w: Float32Array,
  [out, width]: number[],
): { q: Int8Array; scale: Float32Array } {
  const q = new Int8Array(w.length);
  const scale = new Float32Array(out);
  for (let row = 0; row < out; row++) {
    const line = w.subarray(row * width, (row + 1) * width);
    const most = line.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    scale[row] = most / 127 || 1;
    for (let i = 0; i < width; i++) q[i * out + row] = Math.round(line[i] / scale[row]);
  }
  return { q, scale };
}

/** The matrices of the blocks in 8 bits, under the names by which an 8-bit graph asks for them: int8/NAME, int8/NAME.scale. */
export function int8Files(weights: Safetensors): ExternalFile[] {
  return [...weights.tensors].filter(([name]) => inBlock.test(name)).flatMap(([name, place]) => {
    const { q, scale } = quantise(floats(weights, place), place.shape);
    return [
      { path: `int8/${name}`, data: new Uint8Array(q.buffer) },
      { path: `int8/${name}.scale`, data: new Uint8Array(scale.buffer) },
    ];
  });
}
