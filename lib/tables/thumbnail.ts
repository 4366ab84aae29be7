import { type Picture, readPicture } from "@kgen/quality";
import { Buffer } from "node:buffer";
import { basename } from "node:path";
import { Drawing } from "./drawing.ts";
import { escapeHtml } from "./escape_html.ts";

/**
 * A picture for a cell of `htmlTable`: a PNG within the page, made small so that a table of many does not
 * grow. In `textTable` it is its name.
 *
 * @param source a path, the bytes of a picture file, or a picture
 * @param size px of the longer side, default 64; smaller pictures are not enlarged
 * @param alt what it shows; default the name of the file
 * @throws {PictureError} of @kgen/quality when it cannot be read
 *
 * @example
 * ```ts
 * import { htmlTable, thumbnail } from "@kgen/tables";
 * import assert from "node:assert/strict";
 *
 * const red = { width: 1, height: 1, channels: 3 as const, data: Uint8Array.of(255, 0, 0) };
 * const html = htmlTable([{ step: 1, frame: await thumbnail(red, { alt: "red" }) }]);
 * assert.match(html, /<img src="data:image\/png;base64,[^"]+" alt="red"/);
 * ```
 */
export async function thumbnail(
  source: string | Uint8Array | Picture,
  { size = 64, alt }: { size?: number; alt?: string } = {},
): Promise<Drawing> {
  const isPicture = typeof source === "object" && "data" in source;
  const picture = isPicture ? source as Picture : await readPicture(source as string | Uint8Array);
  const { width, height, channels, data } = picture;
  const { default: sharp } = await import("sharp");
  const png = await sharp(data, { raw: { width, height, channels } })
    .resize({ width: size, height: size, fit: "inside", withoutEnlargement: true })
    .png().toBuffer({ resolveWithObject: true });
  const name = alt ?? (typeof source === "string" ? basename(source) : `${width}x${height}`);
  const { info } = png;
  const uri = `data:image/png;base64,${Buffer.from(png.data).toString("base64")}`;
  return new Drawing(
    `<img src="${uri}" alt="${escapeHtml(name)}" title="${
      escapeHtml(name)
    }" width="${info.width}" ` +
      `height="${info.height}" style="vertical-align:middle">`,
    name,
  );
}
