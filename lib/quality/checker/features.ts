import type { Backdrop } from "./backdrop.ts";
import type { Picture } from "../picture.ts";
import { boxes, cellsOf } from "./cells.ts";
import { applyMetric, dot } from "./metric.ts";
import type { Reference } from "./reference.ts";

/** The name of these features, for distances between sets of pictures: never "FID". */
export const featureName = "nano-checker";

/**
 * `k` numbers that describe a whole picture: its products, in the metric, with the components of the reference over
 * `white` (the backdrop of palette colour 0). Linear in the picture, so means and covariances of sets are meaningful.
 */
export function features(r: Reference, white: Backdrop, p: Picture): Float32Array {
  const cells = cellsOf(p, boxes.centre, r.grid);
  for (let i = 0; i < cells.length; i++) cells[i] -= white.mean[i];
  const own = applyMetric(cells, r.grid, r.gamma);
  return Float32Array.from({ length: r.k }, (_, a) => dot(own, white.parts, a * own.length));
}
