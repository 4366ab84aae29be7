import { PictureError } from "./errors.ts";

/** A picture of 8 bits a channel, rows from the top, channels interleaved (RGBRGB...). */
export interface Picture {
  /** Pixels in a row. */
  width: number;
  /** Number of rows. */
  height: number;
  /** 1 grey, 3 RGB, 4 RGB with alpha. */
  channels: 1 | 3 | 4;
  /** `width * height * channels` values from 0 to 255. */
  data: Uint8Array;
}

/** "96x96 RGB": how messages name a picture. */
export function describePicture(p: Picture): string {
  const kind = { 1: "grey", 3: "RGB", 4: "RGBA" }[p.channels] ?? `${p.channels} channels`;
  return `${p.width}x${p.height} ${kind}`;
}

/** Throws {@linkcode PictureError} when the data does not fill the size that is given. */
export function checkPicture(p: Picture): void {
  const { width, height, channels, data } = p;
  const whole = Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0;
  if (!whole) throw new PictureError(`A picture needs a whole size, got ${width}x${height}.`);
  const wanted = width * height * channels;
  if (data.length !== wanted) {
    throw new PictureError(
      `A picture of ${describePicture(p)} needs ${wanted} bytes, but its data has ${data.length}.`,
    );
  }
}
