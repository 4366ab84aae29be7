import { join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import {
  type Checker,
  checkerFeatures,
  frechetDistance,
  type Picture,
  readFeatures,
  type SetFeatures,
} from "@kgen/quality";

/** Rows of data/nano/evaluation/training-features.npy that pictures are compared with; the rest gives the floor. */
const REFERENCE = 1000;
/** Fewer pictures than this tell nothing of a covariance of 96 numbers. */
const LEAST = 30;

/** How far pictures are from training pictures, and how far as many training pictures are. */
export interface SetResult {
  name: string;
  value: number;
  floor: number;
  /** Pictures; the reference has `of`. */
  n: number;
  of: number;
}

const rows = (f: SetFeatures, from: number, to: number): SetFeatures => ({
  ...f,
  n: to - from,
  data: f.data.slice(from * f.dim, to * f.dim),
});

/** Fréchet distance on the checker's features. The floor has the same number of pictures, 30 to 500; null below. */
export async function distanceFromTraining(
  pictures: readonly Picture[],
  checker: Checker,
): Promise<SetResult | null> {
  const all = await readFeatures(
    join(projectRoot(), "data/nano/evaluation/training-features.npy"),
  );
  const n = Math.min(pictures.length, all.n - REFERENCE);
  if (n < LEAST) return null;
  const training = rows(all, 0, REFERENCE);
  const own = frechetDistance(checkerFeatures(pictures.slice(0, n), checker), training);
  const floor = frechetDistance(rows(all, REFERENCE, REFERENCE + n), training);
  return { name: own.name, value: own.value, floor: floor.value, n, of: REFERENCE };
}
