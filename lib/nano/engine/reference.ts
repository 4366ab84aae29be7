import { NodeError } from "./errors.ts";
import { resample } from "./resample.ts";
import { scale } from "./scale.ts";
import { latentLength, type Mask, Pixels, side } from "./values.ts";

const plane = side * side;

/** Pictures as references, at the model's size: scaled to it, or refused if `resize` is not wanted. */
export function referencePictures(pictures: Pixels, resize: boolean): Pixels {
  const { width, height } = pictures;
  if (width === side && height === side) return pictures;
  if (resize) return scale(pictures, { width: side, height: side }, "area");
  throw new NodeError(
    "ValueError",
    `the nano model works on pictures of ${side}x${side}, and this one has ${width}x${height}: ` +
      "put ImageScale before it, or set auto_resize_images",
  );
}

/** Where a picture is to be filled in: 1 where the mask is half or more, else 0. */
function holes({ levels, width, height }: Mask): Float32Array {
  const fitted = resample(levels, { width, height }, { width: side, height: side }, "bilinear");
  return fitted.map((v) => v >= 0.5 ? 1 : 0);
}

/**
 * Reference pictures as the network takes them, one for each of `batch` pictures: red, green, blue, and where to fill in.
 *
 * Under the hole the colours are 0, and the network sees nothing of the picture. One picture serves all of a batch; any
 * other number of them must be that of the batch.
 */
export function referenceInput(pictures: Pixels, hole: Mask | null, batch: number): Float32Array {
  if (pictures.batch !== 1 && pictures.batch !== batch) {
    throw new NodeError(
      "ValueError",
      `${pictures.batch} reference pictures do not go with a batch of ${batch}: give one, or ${batch}`,
    );
  }
  const gone = hole ? holes(hole) : new Float32Array(plane);
  const out = new Float32Array(batch * 4 * plane);
  for (let b = 0; b < batch; b++) {
    const from = pictures.batch === 1 ? 0 : b * latentLength;
    const at = b * 4 * plane;
    for (let i = 0; i < latentLength; i++) {
      out[at + i] = pictures.samples[from + i] * (1 - gone[i % plane]);
    }
    out.set(gone, at + latentLength);
  }
  return out;
}
