import { FeaturesError } from "./features.ts";

/** What the head of a .npy file says. */
export interface NpyHeader {
  /** Kind of number, like "<f4". */
  descr: string;
  fortran: boolean;
  shape: number[];
  /** Where the values begin. */
  start: number;
}

/** Reads the head of a .npy file: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export function npyHeader(bytes: Uint8Array, file: string): NpyHeader {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== "\x93NUMPY") {
    const zip = magic.startsWith("PK");
    const what = zip
      ? `a zip, perhaps .npz: take one array out of it, np.save(path, np.load(file)["features"])`
      : `not a .npy file of numpy. Save it with np.save(path, array)`;
    throw new FeaturesError(`${file}: ${what}.`, file);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wide = bytes[6] > 1; // version 1.0 has 2 bytes of length, 2.0 and 3.0 have 4
  const from = wide ? 12 : 10;
  const length = bytes.length < from
    ? NaN
    : wide
    ? view.getUint32(8, true)
    : view.getUint16(8, true);
  if (!(bytes.length >= from + length)) {
    throw new FeaturesError(`${file}: cut off in its head. Copy the file again.`, file);
  }
  const text = new TextDecoder().decode(bytes.subarray(from, from + length));
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) {
    throw new FeaturesError(
      `${file}: its head is ${
        text.trim().slice(0, 200)
      }, expected one kind of number and a shape. ` +
        `Save a plain array of numbers.`,
      file,
    );
  }
  const sides = shape.split(",").filter((s) => s.trim() !== "").map(Number);
  return { descr, fortran: fortran === "True", shape: sides, start: from + length };
}
