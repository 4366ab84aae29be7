import { complexity } from "./complexity.ts";
import type { Completeness } from "./completeness_types.ts";
import { KineticsError } from "./errors.ts";
import { fitOrder } from "./fit_order.ts";
import type { PathFrame, PathRun } from "./reaction_path_types.ts";
import type { TreatedRun } from "./treatment_types.ts";

/**
 * One run as a reaction path: complexity of its prompt, when it shows what was asked, how fast it completes, and what
 * else it shows. The clock counts evaluations, so that the numbers repeat on any computer.
 *
 * @param c completeness of the run; its points' `nfe` are the clock of k
 * @param frames as a checker saw them, in order
 * @throws {KineticsError} no frames, a prompt without content
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Completeness, pathRun } from "@kgen/kinetics";
 *
 * const points = Array.from({ length: 8 }, (_, i) => (
 *   { step: i + 1, nfe: i + 1, t: 0, I: 1 - Math.exp(-0.3 * i) + 0.01 * Math.sin(9 * i), used: true }
 * ));
 * const c = { run: "made-up", metric: "rmse", C: 1, points, notes: [] } as unknown as Completeness;
 * const frames = points.map(({ nfe }) => ({ nfe, asked: nfe > 3, side: nfe < 3 ? ["tangerine"] : [] }));
 * const run = pathRun({ wording: "en", pair: 1, prompt: "red apple" }, c, frames);
 * assert.deepEqual([run.t1, run.asked, run.onTheWay], [4, true, 2]);
 * assert.equal(run.k?.toFixed(1), "0.3");
 * ```
 */
export function pathRun(
  about: { wording: string; pair: string | number; prompt: string },
  c: Completeness,
  frames: readonly PathFrame[],
): PathRun {
  if (frames.length === 0) {
    throw new KineticsError(
      "too few points",
      `${about.wording}, pair ${about.pair}: there are no frames.`,
    );
  }
  let from = frames.length;
  while (from > 0 && frames[from - 1].asked) from--;
  const last = frames[frames.length - 1];
  return {
    wording: about.wording,
    pair: about.pair,
    C: complexity(about.prompt).C,
    t1: from < frames.length ? frames[from].nfe : null,
    k: rateOf(c),
    asked: last.asked,
    side: last.side,
    onTheWay: frames.filter((f) => f.side.length > 0).length,
    frames: frames.length,
    quality: last.quality ?? null,
  };
}

/** k of order 1 on a clock that counts evaluations; null where the frames do not rise or are too few. */
function rateOf(c: Completeness): number | null {
  const points = c.points.map((p) => ({ ...p, t: p.nfe - c.points[0].nfe }));
  try {
    const { k } = fitOrder({ ...c, points, C: 1 }, 1);
    return k > 0 ? k : null;
  } catch (e) {
    if (e instanceof KineticsError) return null;
    throw e;
  }
}

/**
 * Path runs as `treatment` takes them: kConv per evaluation and the quality of the last frame. Runs without a k are left out, and
 * `treatment` then leaves out their partners and says how many.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { treatedPaths } from "@kgen/kinetics";
 *
 * const run = { wording: "en", pair: 1, C: 1, t1: 3, k: 0.2, asked: true, side: [], onTheWay: 0, frames: 8, quality: 0.9 };
 * assert.deepEqual(treatedPaths([run, { ...run, k: null }]), [{ pair: 1, k: 0.2, quality: 0.9 }]);
 * ```
 */
export function treatedPaths(runs: readonly PathRun[]): TreatedRun[] {
  return runs.flatMap(({ pair, k, quality }) => k === null ? [] : [{ pair, k, quality }]);
}
