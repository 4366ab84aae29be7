import { FigureError } from "./figure.ts";
import type { FilmRun } from "./film_strip.ts";

/** A moment of an animation: what each run shows from then on. */
export interface Moment {
  /** s since the samplers began. */
  t: number;
  /** For each run the number of its latest evaluation, −1 before the first. */
  shown: number[];
  /** How long it stands, ms. */
  delay_ms: number;
}

const STEPS = [1, 2, 5];
/** How long an animation moves when nobody says otherwise, s. */
const TARGET = 4;

/**
 * All moments at which a run has a new frame, on one clock that begins with each sampler, and how long each stands:
 * the recorded time to the next, times `slowdown`; the last stands for `hold` seconds. Times are rounded to ms on the
 * whole, not one by one.
 */
export function moments(runs: readonly FilmRun[], slowdown: number, hold: number): Moment[] {
  const times = [...new Set([0, ...runs.flatMap((r) => r.evaluations.map((e) => e.t))])]
    .sort((a, b) => a - b);
  const at = times.map((t) => Math.round(1000 * slowdown * t));
  return times.map((t, i) => ({
    t,
    shown: runs.map((r) => r.evaluations.findLastIndex((e) => e.t <= t)),
    delay_ms: i + 1 < times.length ? at[i + 1] - at[i] : Math.round(1000 * hold),
  }));
}

/** A round factor with which the runs take about four seconds. */
export function roundSlowdown(runs: readonly FilmRun[]): number {
  const last = Math.max(...runs.map((r) => r.evaluations.at(-1)!.t));
  if (!(last > 0)) return 1;
  const off = (factor: number) => Math.abs(Math.log(factor * last / TARGET));
  return Array.from({ length: 21 }, (_, i) => STEPS[i % 3] * 10 ** (Math.floor(i / 3) - 3))
    .map((f) => Number(f.toPrecision(1)))
    .reduce((best, f) => off(f) < off(best) ? f : best);
}

/** "shown 10 times slower than recorded". */
export function paceText(slowdown: number): string {
  if (slowdown === 1) return "shown at the recorded speed";
  const times = (f: number) => `${Number(f.toPrecision(3))} times`;
  return slowdown > 1
    ? `shown ${times(slowdown)} slower than recorded`
    : `shown ${times(1 / slowdown)} faster than recorded`;
}

/** Refuses runs without a clock that an animation could follow. */
export function checkTimes(run: FilmRun, name: string): void {
  run.evaluations.forEach(({ t, step }, i) => {
    if (!Number.isFinite(t) || t < 0) {
      throw new FigureError(
        `${name}: step ${step} has the time t = ${t}; an animation is paced by it.`,
      );
    }
    if (i > 0 && t < run.evaluations[i - 1].t) {
      throw new FigureError(`${name}: time goes back at step ${step}.`);
    }
  });
}
