import type { Run } from "@kgen/capture";
import {
  completeness,
  type ConvergenceTime,
  fitOrders,
  kNfe,
  type OrderFits,
  type Rate,
  t1,
} from "@kgen/kinetics";
import { type FrameRow, scoreRows } from "@kgen/tables";

/** All rates of one Run; a part that its frames do not allow is null, and `why` says so. */
export interface Rates {
  kNfe: { sampling: Rate | null; job: Rate | null };
  fits: OrderFits | null;
  t1: ConvergenceTime | null;
  why: string[];
  rows: FrameRow[];
}

/** Runs `work`; a refusal becomes a sentence in `why`. */
export function attempt<T>(why: string[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    why.push((error as Error).message);
    return null;
  }
}

/** The metrics that a Run is scored by when nothing else is asked for. */
export const METRICS = ["rmse", "ssim", "psnr"];

/** Scores the frames of a Run and computes every rate it allows. */
export async function ratesOf(run: Run): Promise<Rates> {
  const why: string[] = [];
  let rows: FrameRow[] = [];
  try {
    rows = await scoreRows(run, METRICS);
  } catch (error) {
    why.push((error as Error).message);
  }
  const I = rows.length ? attempt(why, () => completeness(rows, "rmse")) : null;
  const rates = {
    kNfe: {
      sampling: attempt(why, () => kNfe(run, "sampling")),
      job: attempt(why, () => kNfe(run, "job")),
    },
    fits: I && attempt(why, () => fitOrders(I)),
    t1: I && attempt(why, () => t1(I)),
  };
  // Two rates may lack the same thing.
  return { ...rates, why: [...new Set(why)], rows };
}

/** "36.9 to 43.8"; empty where there is no interval. */
export const intervalText = (ci: readonly number[] | null | undefined) =>
  ci ? ci.map((x) => x.toPrecision(3)).join(" to ") : "";

const digits = (x: number | null | undefined, n: number) =>
  x == null ? null : Number(x.toPrecision(n));

/** The figures of a Run as one line of a table. Units stand in the heads; what the Run was is for the caller to say. */
export function rateRow(run: Run, rates: Rates): Record<string, unknown> {
  const { sampling, job } = rates.kNfe;
  return {
    seed: run.seed,
    NFE: run.nfe,
    start: run.start,
    "job (s)": digits(run.times.success, 3),
    "kNfe sampling (s⁻¹)": digits(sampling?.value, 3),
    "95 %": intervalText(sampling?.ci),
    "kNfe job (s⁻¹)": digits(job?.value, 3),
    "k·C n=1 (s⁻¹)": digits(rates.fits?.n1.k, 3),
    "k·C n=2 (s⁻¹)": digits(rates.fits?.n2.k, 3),
  };
}
