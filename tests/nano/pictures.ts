/** The host's pictures as pixels. */
import sharp from "sharp";
import * as assert from "uvu/assert";

/** What of an entry of the history names its files. */
export interface Entry {
  outputs: Record<string, any>;
}

/** The bytes red, green, blue of each pixel of a picture, which must be of this size. */
export async function pixels(bytes: Uint8Array, size = 96): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  assert.equal([info.width, info.height], [size, size]);
  return data;
}

/** A file that node 9 saved. */
export async function savedPicture(url: string, entry: Entry, index = 0): Promise<Uint8Array> {
  const { filename, subfolder, type } = entry.outputs["9"].images[index];
  const query = new URLSearchParams({ filename, subfolder, type });
  return new Uint8Array(await (await fetch(`${url}/view?${query}`)).arrayBuffer());
}
