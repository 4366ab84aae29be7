import { readFileSync } from "node:fs";
import { NodeError } from "./errors.ts";
import { Mask, Pixels } from "./values.ts";

/** A decoded picture: its four channels from 0 to 255, pixel by pixel. */
export interface Decoded {
  data: Uint8Array;
  width: number;
  height: number;
  hasAlpha: boolean;
}

/** The mask of a picture without alpha is this many pixels a side, all of them 0: nothing is masked. */
const emptySide = 64;

/** Reads a picture (PNG, JPEG and what else sharp knows), the right way up. Throws a `NodeError` if it is none. */
export async function decodePicture(file: string): Promise<Decoded> {
  const { default: sharp } = await import("sharp");
  try {
    const picture = sharp(readFileSync(file));
    const { hasAlpha = false } = await picture.metadata();
    // `rotate` without an angle turns a photo as its camera noted.
    const { data, info } = await picture.rotate().toColourspace("srgb").ensureAlpha()
      .raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 4) throw new Error(`${info.channels} channels`);
    return { data, width: info.width, height: info.height, hasAlpha };
  } catch (error) {
    throw new NodeError(
      "PIL.UnidentifiedImageError",
      `${file} cannot be read as a picture: ${(error as Error).message}. Use a PNG or JPEG`,
    );
  }
}

/** Its colours, as they are under any transparency. */
export function coloursOf({ data, width, height }: Decoded): Pixels {
  const plane = width * height;
  const samples = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) samples[c * plane + i] = data[4 * i + c] / 127.5 - 1;
  }
  return new Pixels(samples, 1, width, height);
}

/** One channel as a mask: 0 red, 1 green, 2 blue; 3 is what is transparent, 1 - alpha. */
export function maskOf({ data, width, height, hasAlpha }: Decoded, channel: number): Mask {
  if (channel === 3 && !hasAlpha) {
    return new Mask(new Float32Array(emptySide * emptySide), emptySide, emptySide);
  }
  const levels = Float32Array.from({ length: width * height }, (_, i) => {
    const level = data[4 * i + channel] / 255;
    return channel === 3 ? 1 - level : level;
  });
  return new Mask(levels, width, height);
}
