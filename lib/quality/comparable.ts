import { PictureMismatchError } from "./errors.ts";
import { checkPicture, describePicture, type Picture } from "./picture.ts";

/**
 * The two pictures with the same size and the same 1 or 3 channels, ready to be compared.
 *
 * Grey beside colour is spread over three channels, and an alpha channel that hides nothing is
 * dropped. Real transparency is refused: what is behind it is not in the file.
 */
export function comparable(a: Picture, b: Picture): [Picture, Picture] {
  checkPicture(a);
  checkPicture(b);
  if (a.width !== b.width || a.height !== b.height) {
    throw new PictureMismatchError(
      `Pictures of different sizes cannot be compared: ${describePicture(a)} and ` +
        `${describePicture(b)}. Score a frame against a frame of the same run, or resize first.`,
    );
  }
  if (a.channels === b.channels && a.channels !== 4) return [a, b];
  return [toColour(a), toColour(b)];
}

/** A picture of 1 or 3 channels: an alpha channel that hides nothing is dropped, others are refused. */
export function flat(p: Picture): Picture {
  checkPicture(p);
  return p.channels === 4 ? toColour(p) : p;
}

/** The picture with three channels. */
export function toColour(p: Picture): Picture {
  if (p.channels === 3) return p;
  const pixels = p.width * p.height;
  const data = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    const from = i * p.channels;
    if (p.channels === 4 && p.data[from + 3] !== 255) {
      throw new PictureMismatchError(
        `A picture with transparent pixels (${describePicture(p)}) cannot be scored. ` +
          `Flatten it onto a background first.`,
      );
    }
    for (let c = 0; c < 3; c++) data[i * 3 + c] = p.data[p.channels === 1 ? from : from + c];
  }
  return { width: p.width, height: p.height, channels: 3, data };
}
