import { KineticsError } from "./errors.ts";

/** Best values of the metrics that have a finite one; the direction follows from it. */
const BEST: Record<string, number> = {
  rmse: 0,
  mse: 0,
  mae: 0,
  lpips: 0,
  dists: 0,
  ssim: 1,
  "ms-ssim": 1,
};

/** The score of a perfect picture; metrics without a finite one are refused. */
export function bestOf(metric: string): number {
  const best = BEST[metric.toLowerCase()];
  if (best !== undefined) return best;
  throw new KineticsError(
    "no best value",
    metric.toLowerCase() === "psnr"
      ? `psnr has no finite best value (it is infinite for equal pictures), so it cannot be scaled to ` +
        `[0, 1]. Use "rmse" or "ssim".`
      : `The best value of "${metric}" is not known here. Give the score that counts as complete: ` +
        `completeness(frames, "${metric}", { ceiling: 1 }), or { ceiling: "last frame" }.`,
  );
}
