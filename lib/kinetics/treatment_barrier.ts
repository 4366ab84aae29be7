import { leastSquares, normalQuantile, significant, tInterval, tProbability } from "@kgen/stats";
import { estimateText } from "./estimate_text.ts";
import { serialErrors } from "./serial_errors.ts";
import type { BarrierChange, TreatedRun } from "./treatment_types.ts";

/** Fewer runs than this with or without leave no error to judge by. */
const ENOUGH = 5;
/** As many standard errors as an effect must have to be seen in 80 % of trials at 5 %. */
const SEEN = normalQuantile(0.975) + normalQuantile(0.8);

/**
 * Did the treatment change the apparent barrier? One fit of all runs, errors AR(1) in their order:
 *
 *     ln k = ln A + b·w − (Ea/R)/T − Δ·w/T,   w = 1 with treatment, else 0
 *
 * Δ is the change of Ea/R. It is tested only where a change of the size that matters would have been seen.
 *
 * @param matters K
 */
export function barrierChange(
  without: readonly TreatedRun[],
  with_: readonly TreatedRun[],
  logRatio: { value: number; se: number; ci: [number, number] },
  matters: number,
  level: number,
): BarrierChange {
  const all = [...without.map((r) => ({ ...r, w: 0 })), ...with_.map((r) => ({ ...r, w: 1 }))]
    .filter((r) => r.T_K != null).sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const arm = (w: number) => all.filter((r) => r.w === w);
  const none = { testable: false, change: null, p: null };
  if (arm(0).length < 1 || arm(1).length < 1) {
    const words = "Barrier: not testable with these data, no temperatures were recorded.";
    return { ...none, smallestSeen: null, ifAllBarrier: null, words };
  }
  const T = all.reduce((s, r) => s + r.T_K!, 0) / all.length;
  const ifAllBarrier = {
    value: -T * logRatio.value,
    se: T * logRatio.se,
    ci: [-T * logRatio.ci[1], -T * logRatio.ci[0]] as [number, number],
    unit: "K",
  };
  const span = (w: number) => {
    const t = arm(w).map((r) => r.T_K!);
    return Math.max(...t) - Math.min(...t);
  };
  const sizes = `${arm(0).length} runs without over ${significant(span(0), 2)} K and ${
    arm(1).length
  } with over ${significant(span(1), 2)} K`;
  if (Math.min(arm(0).length, arm(1).length) < ENOUGH || Math.min(span(0), span(1)) === 0) {
    const words =
      `Barrier: not testable with these data (${sizes}; ${ENOUGH} runs each at different ` +
      `temperatures are the fewest).`;
    return { ...none, smallestSeen: null, ifAllBarrier, words };
  }
  // Centred, so that the columns stay apart: 1/T is 3e-3 and hardly moves.
  const x = all.map((r) => 1 / r.T_K! - 1 / T);
  const y = all.map((r) => Math.log(r.k)), w = all.map((r) => r.w);
  const both = x.map((v, i) => v * w[i]);
  const serial = serialErrors([x.map(() => 1), w, x, both], y);
  const se = Math.sqrt(serial.covariance[3][3]), smallestSeen = SEEN * se;
  if (!(smallestSeen <= matters)) {
    const words =
      `Barrier: not testable with these data. ${sizes} could show a change of Ea/R only from ` +
      `${significant(smallestSeen, 2)} K up, and ${significant(matters, 3)} K would matter.`;
    return { ...none, smallestSeen, ifAllBarrier, words };
  }
  const value = -leastSquares(y, { w, x, both }).coefficients[3].value;
  const change = { value, se, ci: tInterval(value, se, serial.df, level), unit: "K" };
  const p = tProbability(value / se, serial.df);
  const words = `Barrier: Ea/R changes by ${estimateText(change, level)}, p = ${
    significant(p, 2)
  }: ${p < 1 - level ? (value < 0 ? "lower" : "higher") : "no change seen"} (smallest seen ${
    significant(smallestSeen, 2)
  } K).`;
  return { testable: true, change, p, smallestSeen, ifAllBarrier, words };
}
