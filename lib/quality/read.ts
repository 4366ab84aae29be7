import { readFile } from "node:fs/promises";
import { PictureError } from "./errors.ts";
import type { Picture } from "./picture.ts";

/**
 * Reads a PNG, JPEG, WebP or other picture into bytes of 8 bits a channel.
 *
 * Grey files give 1 channel, files with alpha 4, all others 3. Files of 16 bits are cut to their
 * upper 8. A truncated file is an error, never a picture with a grey lower half.
 *
 * @param source a path, or the bytes of a picture file
 * @throws {PictureError} when there is no such file or it is not a whole picture; names the file
 *
 * @example
 * ```ts
 * import { readPicture } from "@kgen/quality";
 * import { Buffer } from "node:buffer";
 * import assert from "node:assert/strict";
 *
 * // A red PNG of one pixel.
 * const png = Buffer.from(
 *   "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
 *   "base64",
 * );
 * const { width, channels, data } = await readPicture(png);
 * assert.deepEqual({ width, channels, data: [...data] }, { width: 1, channels: 3, data: [255, 0, 0] });
 * ```
 */
export async function readPicture(source: string | Uint8Array): Promise<Picture> {
  const file = typeof source === "string" ? source : null;
  const name = file ?? "picture in memory";
  let bytes: Uint8Array;
  try {
    bytes = typeof source === "string" ? await readFile(source) : source;
  } catch (cause) {
    const missing = (cause as { code?: string }).code === "ENOENT";
    throw new PictureError(`${name}: ${missing ? "no such picture" : cause}`, file, { cause });
  }
  // Loaded here because it is a native library that most users of this room never need.
  const { default: sharp } = await import("sharp");
  try {
    const grey = await isGrey(bytes);
    // Without this sharp spreads grey over three channels.
    const { data, info } = await (grey ? sharp(bytes).toColourspace("b-w") : sharp(bytes))
      .raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    const channels = info.channels as Picture["channels"];
    return { width: info.width, height: info.height, channels, data: new Uint8Array(data) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new PictureError(
      `${name}: not a whole picture (${why}, ${bytes.length} bytes). Capture or copy it again.`,
      file,
      { cause },
    );
  }
}

/** Whether the file has one channel of grey and no alpha. */
async function isGrey(bytes: Uint8Array): Promise<boolean> {
  const { default: sharp } = await import("sharp");
  const { space, hasAlpha } = await sharp(bytes).metadata();
  return !hasAlpha && (space === "b-w" || space === "grey16");
}
