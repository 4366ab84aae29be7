import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";

/** A picture ready to stand inside an SVG. */
export interface Embedded {
  /** Size of the captured picture. */
  width: number;
  height: number;
  /** The picture itself, or a smaller one. */
  uri: string;
}

/**
 * Reads a PNG or JPEG for a place `side` pixels wide and high. One more than twice as large is shrunk
 * (twice, for fine screens): thirty previews of 512 px would make megabytes of notebook.
 */
export async function embedPicture(path: string, side: number): Promise<Embedded> {
  const bytes = await readFile(path);
  const { default: sharp } = await import("sharp");
  const { width, height, format } = await sharp(bytes).metadata();
  const small = Math.max(width, height) <= 2 * side;
  const kept = small && (format === "png" || format === "jpeg");
  if (kept) {
    await sharp(bytes).stats(); // decodes it: a truncated file must not look like a frame
    return { width, height, uri: dataUri(bytes, format) };
  }
  const most = 2 * side;
  const shrunk = await sharp(bytes).resize(most, most, { fit: "inside", withoutEnlargement: true })
    .png({ compressionLevel: 9 }).toBuffer();
  return { width, height, uri: dataUri(shrunk, "png") };
}

function dataUri(bytes: Buffer, format: string): string {
  return `data:image/${format};base64,${bytes.toString("base64")}`;
}
