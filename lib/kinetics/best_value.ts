import { KineticsError } from "./errors.ts";

/** What completeness must know of a metric; a `metric(name)` of `@kgen/quality` passes as it is. */
export interface MetricLike {
  name: string;
  /** Which way is better; null where nobody knows. */
  direction: "higher" | "lower" | null;
  /** Ends of the scale; the better one counts as best where it is finite. */
  range?: readonly [lo: number, hi: number] | null;
}

/** Best values of the metrics that are known by name alone; the direction follows from it. */
const BEST: Record<string, number> = {
  rmse: 0,
  mse: 0,
  mae: 0,
  gmsd: 0,
  lpips: 0,
  dists: 0,
  fid: 0,
  ssim: 1,
  msssim: 1,
  "ms-ssim": 1,
  psnr: Infinity,
};

/** Which way is better; null where it is not known here. */
export function directionOf(metric: string | MetricLike): "higher" | "lower" | null {
  if (typeof metric !== "string") return metric.direction ?? directionOf(metric.name);
  const best = BEST[metric.toLowerCase()];
  return best === undefined ? null : best > 0 ? "higher" : "lower";
}

/** The score of a perfect picture; metrics without a finite one are refused. */
export function bestOf(metric: string | MetricLike): number {
  const name = nameOf(metric);
  const best = endOf(metric) ?? BEST[name.toLowerCase()];
  if (best !== undefined && Number.isFinite(best)) return best;
  throw new KineticsError(
    "no best value",
    name.toLowerCase() === "psnr"
      ? `psnr has no finite best value (it is infinite for equal pictures), so it cannot be scaled to ` +
        `[0, 1]. Use "rmse" or "ssim", or the error that psnr is made of: completeness(frames, "psnr", ` +
        `{ by: "mse" }), or say which score is complete: { plateau: 40 }.`
      : `The best value of "${name}" is not known here. Give the score that counts as complete: ` +
        `completeness(frames, "${name}", { plateau: 1 }), or { plateau: "last frame" }, or "fitted".`,
  );
}

/** A metric's name, whichever way it was given. */
export const nameOf = (metric: string | MetricLike): string =>
  typeof metric === "string" ? metric : metric.name;

function endOf(metric: string | MetricLike): number | undefined {
  if (typeof metric === "string" || !metric.range) return undefined;
  const end = metric.range[metric.direction === "lower" ? 0 : 1];
  return metric.direction !== null && Number.isFinite(end) ? end : undefined;
}
