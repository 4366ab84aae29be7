import { FeaturesError } from "./features.ts";
import { npyHeader } from "./npy_header.ts";

/** Numbers of a .npy file, row after row whatever order the file has them in. */
export interface NpyArray {
  shape: number[];
  data: Float64Array;
}

type Reader = (view: DataView, at: number, little: boolean) => number;

const readers: Record<string, [bytes: number, Reader]> = {
  f2: [2, (v, at, little) => half(v.getUint16(at, little))],
  f4: [4, (v, at, little) => v.getFloat32(at, little)],
  f8: [8, (v, at, little) => v.getFloat64(at, little)],
  i1: [1, (v, at) => v.getInt8(at)],
  u1: [1, (v, at) => v.getUint8(at)],
  i2: [2, (v, at, little) => v.getInt16(at, little)],
  u2: [2, (v, at, little) => v.getUint16(at, little)],
  i4: [4, (v, at, little) => v.getInt32(at, little)],
  u4: [4, (v, at, little) => v.getUint32(at, little)],
  i8: [8, (v, at, little) => Number(v.getBigInt64(at, little))],
  u8: [8, (v, at, little) => Number(v.getBigUint64(at, little))],
};

/** Reads numpy's .npy format, versions 1 to 3; a pickle inside is never read. */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const { descr, fortran, shape, start } = npyHeader(bytes, file);
  const kind = /^([<>|=])([a-z]\d+)$/.exec(descr);
  const reader = kind && readers[kind[2]];
  if (!reader) {
    throw new FeaturesError(
      `${file}: its values are "${descr}", and only numbers can be read. Save it with ` +
        `np.save(path, array.astype("float32")).`,
      file,
    );
  }
  const [size, read] = reader;
  const count = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - start < count * size) {
    throw new FeaturesError(
      `${file}: cut off: shape (${shape.join(", ")}) needs ${count * size} bytes of values, ` +
        `${bytes.length - start} are there. Copy the file again.`,
      file,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, count * size);
  const little = kind[1] !== ">";
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = read(view, i * size, little);
  return { shape, data: fortran ? rowAfterRow(data, shape) : data };
}

/** Bytes of a .npy file, version 1.0, float32, row after row. */
export function npyBytes(data: Float32Array, shape: number[]): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const header = 64 * Math.ceil((10 + text.length + 1) / 64);
  const bytes = new Uint8Array(header + 4 * data.length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, header - 10, true);
  bytes.set(new TextEncoder().encode(text.padEnd(header - 11) + "\n"), 10);
  data.forEach((v, i) => view.setFloat32(header + 4 * i, v, true));
  return bytes;
}

/** Columns first to rows first. */
function rowAfterRow(data: Float64Array, shape: number[]): Float64Array {
  const out = new Float64Array(data.length);
  const index = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    let at = 0;
    for (let d = 0; d < shape.length; d++) at = at * shape[d] + index[d];
    out[at] = data[i];
    for (let d = 0; d < shape.length && ++index[d] === shape[d]; d++) index[d] = 0;
  }
  return out;
}

/** A 16-bit float. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
}
