import { type Completeness, fitOrder, KineticsError } from "@kgen/kinetics";
import type { FilmRun } from "./film_strip.ts";

/** A rate law fitted to the frames so far: k·C, its 95 % interval, s⁻¹. */
export type RateSoFar = [k: number, low: number, high: number];

/** One step of the view. */
export interface ScrubberStep {
  step: number;
  nfe: number;
  /** s since the sampler began; null where the frame has no score. */
  t: number;
  sigma: number | null;
  /** Time on the clock of I, s. */
  at: number | null;
  I: number | null;
  used: boolean;
  /** How many frames the fits so far rest on. */
  n: number;
  /** Order 1 and 2, fitted to the frames up to this one; null while they are too few or do not rise. */
  fits: [RateSoFar | null, RateSoFar | null];
}

/** What the script of the view draws. */
export interface ScrubberData {
  metric: string;
  clock: string;
  steps: ScrubberStep[];
}

/** Both laws fitted anew at every step to the frames that there are by then. */
export function scrubberData(run: FilmRun, c: Completeness, clock: string): ScrubberData {
  const points = new Map(c.points.map((p) => [p.step, p]));
  const steps = run.evaluations.map((e): ScrubberStep => {
    const point = points.get(e.step);
    const soFar = { ...c, points: c.points.filter((p) => p.step <= e.step) };
    return {
      step: e.step,
      nfe: e.nfe,
      t: round(e.t),
      sigma: e.sigma === null ? null : round(e.sigma),
      at: point ? round(point.t) : null,
      I: point && Number.isFinite(point.I) ? round(point.I) : null,
      used: point?.used ?? false,
      n: soFar.points.filter((p) => p.used).length,
      fits: [rateSoFar(soFar, 1), rateSoFar(soFar, 2)],
    };
  });
  // The view writes it as markup, and names of imported metrics are anybody's.
  return { metric: c.metric.replace(/[<>&"]/g, ""), clock, steps };
}

function rateSoFar(c: Completeness, order: 1 | 2): RateSoFar | null {
  try {
    const { k, ci, C } = fitOrder(c, order);
    const all: RateSoFar = [k * C, ci[0] * C, ci[1] * C];
    return all.every(Number.isFinite) ? all.map(round) as RateSoFar : null;
  } catch (error) {
    if (error instanceof KineticsError) return null;
    throw error;
  }
}

/** Four digits: what a view can show, and the same on every machine. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
