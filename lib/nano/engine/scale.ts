import { NodeError } from "./errors.ts";
import { resample, type ScaleMethod, type Size } from "./resample.ts";
import { Pixels } from "./values.ts";

/** The largest picture that is made, in pixels: as many as ImageScaleToTotalPixels may be asked for, and some more. */
const mostPixels = 32 * 1024 * 1024;

/** Rounds as Python does: halves to the even number. */
function round(x: number): number {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + low % 2 : Math.round(x);
}

/** Where 0 is given for one side, that which keeps the proportions; for both, the size as it is. */
export function askedSize({ width, height }: Size, asked: Size): Size {
  if (!asked.width && !asked.height) return { width, height };
  return {
    width: asked.width || Math.max(1, round(width * asked.height / height)),
    height: asked.height || Math.max(1, round(height * asked.width / width)),
  };
}

/** A size of about `megapixels` times 1024 x 1024 pixels in the same proportions, both sides multiples of `step`. */
export function totalSize({ width, height }: Size, megapixels: number, step: number): Size {
  const scale = Math.sqrt(megapixels * 1024 * 1024 / (width * height));
  const side = (length: number) => Math.max(1, round(length * scale / step)) * step;
  return { width: side(width), height: side(height) };
}

/** The part in the middle that has the proportions of `to`. */
function middle({ width, height }: Size, to: Size): Size & { x: number; y: number } {
  const [is, wanted] = [width / height, to.width / to.height];
  const cut = (length: number, part: number) =>
    Math.min(round((length - length * part) / 2), Math.ceil(length / 2) - 1);
  const x = is > wanted ? cut(width, wanted / is) : 0;
  const y = is < wanted ? cut(height, is / wanted) : 0;
  return { x, y, width: width - 2 * x, height: height - 2 * y };
}

/** Pictures scaled to a size: stretched, or cut to its proportions first. Throws a `NodeError` if it is too large. */
export function scale(pictures: Pixels, to: Size, method: ScaleMethod, crop = false): Pixels {
  if (to.width * to.height > mostPixels) {
    throw new NodeError(
      "MemoryError",
      `${to.width}x${to.height} is too large a picture for this host: ${mostPixels} pixels are the most`,
    );
  }
  const { width, height, batch, samples } = pictures;
  const part = crop ? middle(pictures, to) : { x: 0, y: 0, width, height };
  const out = new Float32Array(batch * 3 * to.width * to.height);
  for (let plane = 0; plane < batch * 3; plane++) {
    const cut = new Float32Array(part.width * part.height);
    for (let y = 0; y < part.height; y++) {
      const from = plane * width * height + (y + part.y) * width + part.x;
      cut.set(samples.subarray(from, from + part.width), y * part.width);
    }
    const scaled = resample(cut, part, to, method);
    // Pillow's filters, of which lanczos is one, give no colour that an 8-bit picture has not.
    if (method === "lanczos") scaled.forEach((v, i) => scaled[i] = Math.min(Math.max(v, -1), 1));
    out.set(scaled, plane * to.width * to.height);
  }
  return new Pixels(out, batch, to.width, to.height);
}
