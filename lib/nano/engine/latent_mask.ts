import { resample } from "./resample.ts";
import { latentLength, type Mask, side } from "./values.ts";

/** A mask fitted to a latent, bilinearly: the same for each channel of each picture of the batch. */
export function maskOfLatent({ levels, width, height }: Mask, batch: number): Float32Array {
  const plane = resample(levels, { width, height }, { width: side, height: side }, "bilinear");
  const out = new Float32Array(batch * latentLength);
  for (let at = 0; at < out.length; at += plane.length) out.set(plane, at);
  return out;
}
