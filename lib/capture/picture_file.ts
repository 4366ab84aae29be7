import { closeSync, openSync, readSync, statSync } from "node:fs";

/** How files of pictures begin that hosts open: PNG, JPEG, GIF, WebP, BMP, TIFF, AVIF and HEIC, JPEG 2000, PNM, PSD. */
const BEGINS = [
  /^\x89PNG\r\n/,
  /^\xff\xd8\xff/,
  /^GIF8[79]a/,
  /^RIFF[^]{4}WEBP/,
  /^BM[^]{12}/,
  /^(II\*\0|MM\0\*)/,
  /^[^]{4}ftyp/,
  /^([^]{4}jP {2}|\xff\x4f\xff\x51)/,
  /^P[1-7]\s/,
  /^8BPS/,
];

/**
 * Why a file of this computer cannot be sent as a picture, with what to do; null for one that can. Looks at its first 16 bytes:
 * whether the rest is whole only the host can say.
 */
export function pictureProblem(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return `there is no file ${path}; name a picture of this computer`;
  if (found.isDirectory()) return `${path} is a folder; name a picture in it`;
  let head: string;
  try {
    head = beginning(path);
  } catch (error) {
    return `${path} cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
  if (BEGINS.some((begin) => begin.test(head))) return null;
  return `${path} is no picture${
    head === "" ? ": it is empty" : ""
  }; name a file such as PNG, JPEG or WebP`;
}

/** The first 16 bytes, a character each. */
function beginning(path: string): string {
  const file = openSync(path, "r"), bytes = new Uint8Array(16);
  try {
    return String.fromCharCode(...bytes.subarray(0, readSync(file, bytes, 0, 16, 0)));
  } finally {
    closeSync(file);
  }
}
