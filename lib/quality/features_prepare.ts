import { FeaturesError } from "./features.ts";
import { checkPicture, type Picture } from "./picture.ts";

/** A picture in the order that networks want: all of red, all of green, all of blue. */
export interface PreparedPicture {
  width: number;
  height: number;
  data: Float32Array | Uint8Array;
}

/** How a picture is prepared. */
export interface Preparation {
  size?: number;
  mean?: [number, number, number];
  std?: [number, number, number];
  /** Bytes as they are instead of (v/255 - mean)/std. */
  bytes: boolean;
}

/** Makes RGB of a picture, resizes it when asked, and puts its channels one after the other. */
export async function preparedPicture(
  p: Picture,
  name: string,
  o: Preparation,
): Promise<PreparedPicture> {
  checkPicture(p);
  if (p.channels === 4) {
    for (let i = 3; i < p.data.length; i += 4) {
      if (p.data[i] === 255) continue;
      throw new FeaturesError(
        `${name} is transparent in places: put it on a background first, features need plain RGB.`,
      );
    }
  }
  const q = o.size === undefined ? p : await resized(p, o.size);
  const pixels = q.width * q.height;
  const data = o.bytes ? new Uint8Array(3 * pixels) : new Float32Array(3 * pixels);
  for (let c = 0; c < 3; c++) {
    const mean = o.mean?.[c] ?? 0, std = o.std?.[c] ?? 1;
    const from = q.channels === 1 ? 0 : c;
    for (let i = 0; i < pixels; i++) {
      const v = q.data[i * q.channels + from];
      data[c * pixels + i] = o.bytes ? v : (v / 255 - mean) / std;
    }
  }
  return { width: q.width, height: q.height, data };
}

async function resized(p: Picture, size: number): Promise<Picture> {
  if (!(Number.isInteger(size) && size > 0)) {
    throw new FeaturesError(`The size must be a whole number of pixels, got ${size}.`);
  }
  const { width, height, channels, data } = p;
  if (width === size && height === size) return p;
  const { default: sharp } = await import("sharp");
  const grey = channels === 1;
  const made = sharp(data, { raw: { width, height, channels } })
    .resize(size, size, { fit: "fill", kernel: "cubic" });
  const { data: out, info } = await (grey ? made.toColourspace("b-w") : made)
    .raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const now = info.channels as Picture["channels"];
  return { width: size, height: size, channels: now, data: new Uint8Array(out) };
}
